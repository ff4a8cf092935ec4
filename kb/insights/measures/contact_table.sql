-- Contacts: each time that a customer turned to the shop (or the shop to a customer), as a table of this connection.
-- Chatwoot and Zendesk say what a conversation is. A chat with one customer goes on for ever, and tables number their
-- conversations from 1 again: there a customer's message after a silence begins another contact.

CREATE TEMP TABLE contacts AS
WITH shown AS (            -- files that show answers at all: in others nobody can tell who was left waiting
  SELECT import FROM conversations WHERE first_reply_minutes IS NOT NULL
  UNION SELECT import FROM messages WHERE author = 'agent'
), near AS (               -- of which something happened in this time
  SELECT DISTINCT conversation AS key FROM messages WHERE at >= :first AND at < :after
  UNION SELECT key FROM conversations WHERE substr(opened, 1, 10) BETWEEN :first AND :last
), known AS (
  SELECT c.*, c.import IN (SELECT import FROM shown) AS shows_answers,
    CASE WHEN i.sources LIKE '%chatwoot%' OR i.sources LIKE '%zendesk%' THEN NULL
         WHEN i.sources LIKE '%messages_csv%' OR i.sources LIKE '%mapping:%' THEN :table_silence
         ELSE :chat_silence END AS silence
  FROM conversations AS c JOIN near USING (key) JOIN imports AS i ON i.id = c.import
), said AS (
  SELECT m.conversation, m.at, m.author, m.rowid AS nth, k.silence, CAST(strftime('%s', m.at) AS INTEGER) AS second
  FROM messages AS m JOIN known AS k ON k.key = m.conversation
  WHERE k.silence IS NOT NULL AND m.at >= :silent_before AND m.at < :after
), after AS (
  SELECT *, second - lag(second) OVER (PARTITION BY conversation ORDER BY second, nth) AS still FROM said
), numbered AS (
  SELECT *, sum(still IS NULL OR (author = 'customer' AND still > silence))
    OVER (PARTITION BY conversation ORDER BY second, nth) AS number FROM after
), asked AS (
  SELECT *, min(CASE WHEN author = 'customer' THEN second END) OVER (PARTITION BY conversation, number) AS asked
  FROM numbered
), parted AS (
  SELECT conversation, min(at) AS opened, max(at) AS until, max(asked) AS asked, max(second) - min(second) AS length,
    min(CASE WHEN author = 'agent' AND second >= asked THEN second END) AS answered,
    max(still IS NULL AND author <> 'customer') AS goes_on  -- or is the first of all
  FROM asked GROUP BY conversation, number
)
SELECT k.key, k.channel, p.opened, p.until, k.customer, k.language, k.file, k.shows_answers, p.asked IS NOT NULL AS is_asked,
  CASE WHEN p.length > 0 THEN round((p.answered - p.asked) / 60.0, 2) END AS first_reply_minutes
FROM parted AS p JOIN known AS k ON k.key = p.conversation
WHERE NOT (p.goes_on AND p.opened > k.opened)  -- the shop wrote once more in a contact of an earlier time
UNION ALL
SELECT k.key, k.channel, k.opened, '', k.customer, k.language, k.file, k.shows_answers,
  k.first_reply_minutes IS NOT NULL OR EXISTS
    (SELECT 1 FROM messages AS m WHERE m.conversation = k.key AND m.author = 'customer'),
  k.first_reply_minutes
FROM known AS k
WHERE k.silence IS NULL
  AND (k.first_reply_minutes IS NOT NULL OR k.resolved IS NOT NULL OR k.rating IS NULL OR EXISTS
    (SELECT 1 FROM messages AS m WHERE m.conversation = k.key AND m.author = 'agent'))  -- no bare rating
  AND (k.first_reply_minutes IS NOT NULL OR k.resolved IS NOT NULL OR EXISTS
    (SELECT 1 FROM messages AS m WHERE m.conversation = k.key));  -- a corrected file may have taken all of it back
