"""A small document archive: files in a folder, a catalogue beside them, and a web server."""
