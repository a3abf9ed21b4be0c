"""The worked example: the pilot in spring 2012, its reports and its sound."""
