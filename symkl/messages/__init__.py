"""What reports and handouts say, in every language: one entry for each message, as data."""
