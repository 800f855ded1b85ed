"""What each page says: frozen dataclasses built from the models, given `now`. No HTML here, no HTTP."""
