from django.db import migrations, models

DISCLOSURE = {
    "en": (
        "my diagnosis", "I was diagnosed", "I have been diagnosed", "diagnosed with", "I take … medication", "I take … tablets",
        "I take … mg", "my medication", "my psychiatrist", "my therapist", "my doctor", "my ward", "my hospital",
        "I was sectioned", "my suicide attempt", "I tried to kill myself", "my address", "my phone number", "call me on",
        "I live at", "my full name is", "my date of birth", "my son's", "my daughter's", "my HIV",
    ),
    "de": (
        "meine Diagnose", "ich wurde … diagnostiziert", "bei mir wurde", "diagnostiziert mit", "ich nehme … Tabletten",
        "ich nehme … Medikamente", "meine Medikamente", "mein Psychiater", "meine Psychiaterin", "meine Therapeutin",
        "mein Therapeut", "mein Arzt", "meine Ärztin", "mein Suizidversuch", "meine Adresse", "meine Telefonnummer",
        "ruf mich an", "ich wohne in der", "mein Geburtsdatum", "mein voller Name", "ich wurde zwangseingewiesen",
    ),
    "fr": (
        "mon diagnostic", "on m'a diagnostiqué", "j'ai été diagnostiqué", "j'ai été diagnostiquée", "diagnostiqué avec",
        "je prends … médicaments", "je prends … comprimés", "mes médicaments", "mon traitement", "mon psychiatre",
        "ma psychiatre", "mon thérapeute", "ma thérapeute", "mon médecin", "ma tentative de suicide", "mon adresse",
        "mon numéro de téléphone", "appelez-moi au", "j'habite au", "ma date de naissance", "mon nom complet",
    ),
}  # fmt: skip
DANGER = {
    "en": (
        "kill myself", "end my life", "take my own life", "want to die", "wish I was dead", "wish I were dead",
        "better off dead", "better off without me", "no reason to live", "do not want to live", "don't want to live",
        "cannot go on", "can't go on", "want to disappear", "hurt myself", "harm myself", "he will kill me",
        "she will kill me", "they will kill me", "in danger right now", "I have taken … pills", "overdosed",
    ),
    "de": (
        "mich umbringen", "mir das Leben nehmen", "will sterben", "möchte sterben", "nicht mehr leben",
        "keinen Sinn mehr", "kann nicht mehr weiter", "mir etwas antun", "mich verletzen", "selbst verletzen",
        "bringt mich um", "besser ohne mich", "wäre lieber tot", "ich will verschwinden", "Tabletten genommen",
    ),
    "fr": (
        "me tuer", "me suicider", "mettre fin à mes jours", "en finir", "envie de mourir", "veux mourir",
        "plus envie de vivre", "ne veux plus vivre", "mieux sans moi", "me faire du mal", "va me tuer",
        "plus la force de continuer", "je veux disparaître", "avalé … médicaments",
    ),
}  # fmt: skip


def add(apps, schema_editor):
    phrase = apps.get_model("guard", "Phrase")
    for kind, languages in (("disclosure", DISCLOSURE), ("danger", DANGER)):
        for language, texts in languages.items():
            phrase.objects.bulk_create(phrase(kind=kind, language=language, text=text) for text in texts)


def remove(apps, schema_editor):
    apps.get_model("guard", "Phrase").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("guard", "0001_allowances")]

    operations = [
        migrations.CreateModel(
            name="Phrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("disclosure", "Says something private"), ("danger", "Somebody may be in danger")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        help_text="Its code, such as en, de or fr.", max_length=10, verbose_name="language"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="Capitals and accents do not matter. “…” stands for up to three other words.",
                        max_length=120,
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "phrase to ask about",
                "verbose_name_plural": "phrases to ask about",
                "ordering": ("kind", "language", "text"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "language", "text"), name="phrase_stands_once")
                ],
            },
        ),
        migrations.RunPython(add, remove),
    ]
