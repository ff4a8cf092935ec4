"""What pages send back: the format of an event, a receiver for one's own server, files for other people's."""
