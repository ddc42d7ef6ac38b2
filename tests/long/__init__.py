"""Stories of whole minutes: a server of one's own that is stopped, runs that are killed."""
