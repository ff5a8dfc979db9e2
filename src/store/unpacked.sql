-- Code that was made of text while a page ran, and what of it is marked.
ALTER TABLE findings ADD COLUMN unpacked TEXT;
ALTER TABLE findings ADD COLUMN unpacked_start INTEGER NOT NULL DEFAULT 0;
ALTER TABLE findings ADD COLUMN unpacked_end INTEGER NOT NULL DEFAULT 0;
