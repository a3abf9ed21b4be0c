"""A season's plan beside two other ways of making one."""
