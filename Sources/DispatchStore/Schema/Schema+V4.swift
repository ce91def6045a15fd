/// What looking after endpoints needs: whether one is switched off, how it has done lately, and what each attempt met.
extension Schema {
    static let version4 = """
        ALTER TABLE endpoint ADD COLUMN disabled_at INTEGER;
        ALTER TABLE endpoint ADD COLUMN disabled_reason TEXT CHECK
            (disabled_reason IN ('gone', 'by-hand') AND disabled_at IS NOT NULL
            OR disabled_reason IS NULL AND disabled_at IS NULL);
        ALTER TABLE endpoint ADD COLUMN last_sent_at INTEGER;
        ALTER TABLE endpoint ADD COLUMN last_failed_at INTEGER;
        -- Attempts that failed since the last one that did not.
        ALTER TABLE endpoint ADD COLUMN failure_count INTEGER NOT NULL DEFAULT 0 CHECK (failure_count >= 0);

        -- Milliseconds since the attempt started; NULL for what it did not come to.
        ALTER TABLE attempt ADD COLUMN dns_milliseconds INTEGER;
        ALTER TABLE attempt ADD COLUMN connect_milliseconds INTEGER;
        ALTER TABLE attempt ADD COLUMN tls_milliseconds INTEGER;
        ALTER TABLE attempt ADD COLUMN first_byte_milliseconds INTEGER;
        -- What went wrong below HTTP, in libcurl's words.
        ALTER TABLE attempt ADD COLUMN fault TEXT;
        -- What a platform calls its answer, whose HTTP status says nothing.
        ALTER TABLE attempt ADD COLUMN platform_code TEXT;
        -- The beginning of the answer's body.
        ALTER TABLE attempt ADD COLUMN answer BLOB CHECK (length(answer) <= 2000);

        CREATE INDEX delivery_endpoint ON delivery (endpoint_id, id);
        CREATE INDEX attempt_age ON attempt (finished_at);
        """
}
