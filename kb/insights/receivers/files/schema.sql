-- Run once: wrangler d1 execute kb-events --remote --file schema.sql
CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, day TEXT NOT NULL, line TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_of_day ON events (day, id);
