"""Letters on their way: what waits is sent through the mail server that EMAIL_URL names."""
