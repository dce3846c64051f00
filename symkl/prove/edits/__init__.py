"""Small edits of written terms: slips that an author may have made, each one undone."""
