-- Full-text search over what was said. The index keeps no copy of the text:
-- its content is the view, and ingest writes both in one transaction (a
-- trigger takes 2.8 times as long). unicode61 drops symbols, so "C++", ":)"
-- and emoji stand as encoded words in the second column.

CREATE VIEW message_searched AS
	SELECT id, text, marks FROM message WHERE kind = 'said' AND deleted = 0;

CREATE VIRTUAL TABLE message_text USING fts5 (
	text, marks,
	content = 'message_searched', content_rowid = 'id',
	tokenize = 'unicode61 remove_diacritics 2'
);
