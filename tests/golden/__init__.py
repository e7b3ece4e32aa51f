"""A record of what the service answers, compared after every change that is to change nothing."""
