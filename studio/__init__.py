"""Studio: from what communities report to what the country hears."""
