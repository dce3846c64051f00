"""The trusted base: terms, normal forms, facts and one ``check``; standard library only."""
