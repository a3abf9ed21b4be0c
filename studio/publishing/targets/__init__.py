"""Where the published folder goes: other folders, S3-compatible storage, another machine over ssh."""
