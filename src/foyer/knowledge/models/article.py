"""What the bank has an answer for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class Category(models.TextChoices):
    CARDS = "cards", _("Cards")
    ACCOUNTS = "accounts", _("Accounts")
    TRANSFERS = "transfers", _("Transfers")
    PAYMENTS = "payments", _("Payments")
    LOANS = "loans", _("Loans")
    DEPOSITS = "deposits", _("Deposits")
    WEALTH = "wealth", _("Wealth management")
    FEES = "fees", _("Fees")
    SECURITY = "security", _("Security")
    MOBILE = "mobile", _("Mobile bank")
    BRANCH = "branch", _("Branch services")


class Topic(models.TextChoices):
    """Topics that a person must take over."""

    FRAUD = "fraud", _("Fraud")
    COMPLAINT = "complaint", _("Complaint")
    BEREAVEMENT = "bereavement", _("Bereavement")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RETIRED = "retired", _("Retired")


class Article(Row):
    """One kind of question and the bank's answer to it; `current_version` is the newest that was published.

    `owners` answer for it: they are warned before it expires or is due for review. Colleagues in `must_read_roles`
    confirm that they have read each version.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    category = models.CharField(_("category"), max_length=20, choices=Category)
    products = ArrayField(models.SlugField(max_length=40), verbose_name=_("products"), default=list, blank=True)
    topic = models.CharField(_("needs a person"), max_length=20, choices=Topic, blank=True, default="")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    current_version = models.ForeignKey(
        "ArticleVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("current version")
    )
    owners = models.ManyToManyField("staff.User", related_name="+", blank=True, verbose_name=_("owners"))
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    must_read_roles = ArrayField(
        models.CharField(max_length=40), verbose_name=_("must be read by"), default=list, blank=True
    )
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=60, blank=True, default="")
    withdrawn_reason = models.CharField(_("reason for withdrawing"), max_length=200, blank=True, default="")
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    retired_by = models.CharField(_("retired by"), max_length=60, blank=True, default="")
    retired_reason = models.CharField(_("reason for retiring"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("approve_article", "Can approve the publication of an article"),
            ("withdraw_article", "Can withdraw an article in an emergency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_published_has_version",
                condition=~models.Q(status="published") | models.Q(current_version__isnull=False),
            ),
            models.CheckConstraint(
                name="article_retired_since",
                condition=models.Q(status="retired", retired_at__isnull=False)
                | (~models.Q(status="retired") & models.Q(retired_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="article_withdrawn_since",
                condition=models.Q(status="withdrawn", withdrawn_at__isnull=False) | ~models.Q(status="withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED
