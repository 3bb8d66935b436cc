"""The letter of a fact is written by the database, in the transaction that tells the fact.

So the outbox of `base` need not know this face, and a process that does not know a new subscription yet misses nothing.
"""

CREATE = """
CREATE FUNCTION api_write_webhook_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO api_webhookletter (webhook_id, fact_id, fact, key, payload, told_at, next_try_at)
    SELECT w.id, NEW.id, NEW.name, NEW.key, NEW.payload, NEW.published_at, NEW.published_at
    FROM api_webhook w WHERE w.state = 'active' AND (cardinality(w.facts) = 0 OR NEW.name = ANY (w.facts));
    RETURN NULL;
END $$;
CREATE TRIGGER api_webhook_letters AFTER INSERT ON base_outboxfact
    FOR EACH ROW EXECUTE FUNCTION api_write_webhook_letters();
"""
DROP = """
DROP TRIGGER api_webhook_letters ON base_outboxfact;
DROP FUNCTION api_write_webhook_letters();
"""
