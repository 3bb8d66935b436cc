"""Fields that could hold a text about a person and do not, each table with why; a test finds what is in no list."""

NOBODY: dict[str, dict[str, str]] = {
    "names of roles and permissions": {
        "auth.Permission": "name codename",
        "auth.Group": "name",
        "staff.RoleGrant": "role permission",
    },
    "names of tables": {
        "contenttypes.ContentType": "app_label model",
    },
    "opening hours": {
        "base.Calendar": "zone monday tuesday wednesday thursday friday saturday sunday",
        "base.CalendarDay": "blocks",
    },
    "codes and ids of what is promised": {
        "base.ClockPolicy": "code warn_before",
        "base.Clock": "code subject",
    },
    "facts carry ids, never personal data (docs/mechanisms.md); a test searches them": {
        "base.OutboxFact": "name key payload",
    },
    "names of handlers and ids; errors name their kind only": {
        "base.Delivery": "handler key last_error",
    },
    "names of sweeps and kinds of errors": {
        "base.SweepState": "last_error",
    },
    "names of jobs and notes of ours": {
        "base.Progress": "name note",
    },
    "names of processes": {
        "base.Heartbeat": "process loop",
        "base.Outage": "aid error",
    },
    "topics and kinds: ids": {
        "base.LiveEvent": "topic kind",
    },
    "names and dimensions of measures, never persons": {
        "base.MeasureSample": "name dimensions",
        "base.MeasureSum": "name dimensions buckets",
    },
    "what is proposed names settings and ids; the change itself is sealed": {
        "staff.ApprovalRequest": "kind subject fingerprint reason",
        "staff.ApprovalStep": "permission comment",
    },
    "the bank's organisation": {
        "staff.Unit": "path time_zone",
    },
    "preferences at work": {
        "staff.User": "time_zone languages",
    },
    "how the bank's own provider is reached": {
        "socialaccount.SocialApp": "provider provider_id name key settings",
    },
    "names of providers": {
        "socialaccount.SocialAccount": "provider",
    },
    "names of jobs; arguments are ids (docs/mechanisms.md); a test searches them": {
        "procrastinate.ProcrastinateJob": "queue_name task_name lock args queueing_lock",
        "procrastinate.ProcrastinatePeriodicDefer": "task_name periodic_id",
    },
    "acts, ids and digests: an entry names fields, never their values": {
        "security.AuditEntry": (
            "actor_kind actor_roles act subject purpose reason fields outcome details request key mac"
        ),
        "security.AuditSeal": "prev_hash hash digests key mac",
        "security.AuditAnchor": "hash public_key signature",
        "security.AuditCheck": "findings",
    },
    "rules, counts and verdicts: codes, ids and pseudonyms; what is said of an incident names nobody": {
        "security.DetectionRule": "family spec",
        "security.RuleVersion": "spec",
        "security.RuleBaseline": "role",
        "security.DetectionCount": "group slot",
        "security.Alert": "group owner evidence note",
        "security.Response": "code reason ended_why",
        "security.Incident": "number title leak lessons",
        "security.IncidentLine": "text about",
    },
    "codes": {
        "customers.SourceRecord": "source kind fingerprint",
        "customers.Identifier": "kind",
        "customers.Holding": "source kind currency balance_at status fingerprint",
        "customers.HoldingParty": "role",
        "customers.Relation": "kind",
        "customers.TimelineEntry": "kind",
        "customers.WriteKey": "name user_source",
        "customers.CollectedBatch": "kind",
        "customers.BehaviourEvent": "kind channel source",
        "customers.AnonymousIdentity": "method",
        "customers.CustomerSession": "door",
    },
    "a model's parameters and measures, over all records": {
        "customers.MatchModel": "name settings_version parameters training evaluation chart refused_reason",
    },
    "a rule": {
        "customers.SurvivorshipRule": "attribute criteria",
    },
    "where a row stood": {
        "customers.QuarantinedRow": "source table entity file",
    },
    "counts of a source's fields": {
        "customers.QualityScore": "source table entity field rule dimension",
        "customers.QualityAlert": "source entity field rule dimension",
    },
    "how a system of the bank is read": {
        "customers.RegisteredSource": "code text file at",
    },
    "a run: folders, counts, kinds of errors": {
        "customers.IntakeRun": "source at mapping plan counts problem",
    },
    "a file of the bank's: its name, hash and columns": {
        "customers.LandedFile": "source table name part digest mark columns watermark edge stored_as",
    },
    "kinds and ids": {
        "customers.Freeze": "about",
        "customers.RiskNotice": "parts",
    },
    "codes, ids and the bank's own words": {
        "privacy.AccessReason": "about",
        "privacy.AccessRule": "role subject",
        "privacy.Unmasking": "role subject place about tie session",
        "privacy.BreakGlass": "note review_note attestation",
        "privacy.RecertificationLine": "role",
        "privacy.Purpose": "articles kinds classes channel assessment retention terms",
        "privacy.PrivacyNotice": "words purposes digest",
        "privacy.Consent": "terms kinds door evidence language receipt",
        "privacy.ConsentState": "terms",
        "privacy.NoticeShown": "door language",
        "privacy.ContactRule": "channel calendar",
        "privacy.Contact": "channel",
        "privacy.GateRefusal": "purpose channel reason asker",
        "privacy.Recipient": "code contact kinds region contract assessment tell_url",
        "privacy.RecipientNotice": "request_number what reference problem",
        "privacy.Disclosure": "kinds reference",
        "privacy.Release": "recipient party problem reason rungs measured columns file_name file_hash",
        "privacy.SubjectRequest": "number door language pack extension_reason refusal outcome",
        "privacy.RequestStep": "what holder note",
        "privacy.RequestNotice": "what",
        "privacy.DataCopy": "format path sha256",
        "privacy.ErasureLog": "counts kept",
        "privacy.ErasureProof": "number content signature public_key",
        "privacy.RetentionRule": "room",
        "privacy.RetentionReport": "lines",
        "privacy.LegalHold": "reference",
        "privacy.RestrictedRecord": "number_index counts",
    },
    "the bank's own articles": {
        "knowledge.Article": "products retired_reason must_read_roles withdrawn_reason",
        "knowledge.ArticleFile": "name type sha256 path",
        "knowledge.Finding": "key details reason",
        "knowledge.ImportBatch": "name kind sha256 path proposals problems drafts",
        "knowledge.ReadCount": "door",
        "knowledge.Phrasing": "lang text tokens",
        "knowledge.DirectionAbroad": "learned_from",
        "knowledge.SentencesAbroad": "encoder meanings",
        "knowledge.SynonymGroup": "terms shipped",
        "knowledge.Remark": "note lang outcome",
        "knowledge.Gap": "title lang reason",
        "knowledge.GapQuestion": "text lang article_code source",
        "knowledge.Rating": "comment lang",
        "knowledge.ArticleVersion": "steps stale_language fingerprint variants in_step",
    },
    "a kind, a hash and a place on disk that is an id": {
        "conversations.Attachment": "type sha256 path thumbnail_path",
    },
    "codes and ids of ours": {
        "conversations.TranscriptRequest": "language",
        "conversations.Visitor": "channel",
        "conversations.Conversation": "number is_elderly is_vulnerable assurance_method",
        "conversations.Assignment": "reasons explanation",
        "conversations.Transfer": "reason",
        "conversations.Message": "client_id lang",
    },
    "the bank's own words": {
        "conversations.CannedResponse": "shortcut_zh",
    },
    "the bank's own queues": {
        "conversations.Queue": "languages topics",
    },
    "codes and scores; no words of the customer": {
        "assistant.Dialogue": "offered",
        "assistant.Draft": "why lang decision verdicts written_by",
        "assistant.Intent": "code name description",
        "assistant.IntentPhrasing": "lang text key",
        "assistant.IntentVersion": "report why path sha256",
        "assistant.PhrasingMeaning": "encoder vector",
        "assistant.Correction": "read_as lang",
        "assistant.MessageReading": "language model",
        "assistant.Translation": "by source target why written_by",
        "assistant.Turn": "reason offered lang reasons scores calibration intents",
        "assistant.AssistantSession": "channel lang subject version disposition",
        "assistant.Failure": "part error",
        "assistant.Sample": "strata",
        "assistant.SampledAnswer": "stratum faults",
        "assistant.Trial": "name variation outcome",
        "assistant.AiUse": "switch_reason owner approved_model",
    },
    "the bank's own labelled sets, and what came of them": {
        "assistant.EvaluationRun": "name digest version results figures",
    },
    "codes, ids and the bank's own words of a service": {
        "servicing.Order": "number door_begun door language confirmed_for proved_for action_key reference",
        "servicing.OrderStep": "door what fields note",
        "servicing.Promise": "wanted",
    },
    "an outlet and its published rates": {
        "servicing.Outlet": "phone services",
        "servicing.Rate": "version source",
    },
    "codes of the simulated core system": {
        "demo.BankAccount": "currency",
        "demo.BankCard": "kind status",
        "demo.BankTransfer": "reference state",
        "demo.CoreRequest": "key verb target reference details",
    },
    "how the bank's own systems are told; ids": {
        "api.Webhook": "name url facts secret old_secret",
        "api.WebhookLetter": "fact key payload last_answer",
    },
}
