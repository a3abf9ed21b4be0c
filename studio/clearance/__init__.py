"""May this be aired? Consent, source protection, withdrawal."""
