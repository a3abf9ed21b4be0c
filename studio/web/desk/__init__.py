"""The desk: where staff sign in, and see and change what they may."""
