/**
 * Requests of the last minutes by the limits that they count in, so that the next program knows what this one used.
 * buckets: names, as JSON; over_at: when it was answered, or it was clear that no answer comes.
 */
export const recentRequests = `
CREATE TABLE recent_request (
  id            INTEGER PRIMARY KEY,
  connection    INTEGER NOT NULL REFERENCES connection ON DELETE CASCADE,
  buckets       TEXT NOT NULL,
  began_at      INTEGER NOT NULL,
  over_at       INTEGER
) STRICT;
CREATE INDEX recent_request_by_time ON recent_request (connection, began_at);
`
