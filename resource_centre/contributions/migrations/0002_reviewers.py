from django.conf import settings
from django.db import migrations

GROUP = "Reviewers"
#: App, model, its name in English, and what reviewers may do.
PERMISSIONS = (
    ("contributions", "contribution", "contribution", ("view", "change")),
    ("contributions", "step", "step", ("view",)),
    ("contributions", "ownership", "owner", ("view", "change")),
    ("contributions", "report", "report", ("view", "change")),
    ("contributions", "linkcheck", "check of a web address", ("view",)),
    ("contributions", "replytemplate", "reply template", ("add", "change", "delete", "view")),
    ("guard", "phrase", "phrase to ask about", ("add", "change", "delete", "view")),
)
#: The first text for an act and a language is the one that a letter starts with.
TEMPLATES = {
    "en": (
        ("accept", "It is published", (
            "Thank you for sharing this with us. Others can find it now, and learn from it.\n\n"
            "Please look at the page. We may have shortened a sentence or added a topic. If something is not right, "
            "or does not sound like you any more, you can change it."
        )),
        ("ask", "What do peers do there?", (
            "Thank you for what you sent. Before we publish it, we would like to understand one thing: what do "
            "people with lived experience of mental health problems do or decide there?\n\n"
            "Two or three sentences are enough."
        )),
        ("ask", "How can somebody take part?", (
            "Thank you for what you sent. We would like to publish it, and one thing is missing for our readers: how "
            "can somebody take part or get in touch? For example the first step, the day, or what it costs."
        )),
        ("ask", "The web address does not open", (
            "Thank you for what you sent. The web address does not open for us. Could you look at it again and send "
            "us the right one? If there is no page, tell us, and we leave it out."
        )),
        ("ask", "Something private in the text", (
            "Thank you for what you sent. There is something in it that may be private, such as a name, a telephone "
            "number or a diagnosis. Everybody will be able to read it, for a long time.\n\n"
            "Would you like to keep it, change it or leave it out? It is your choice. You can correct your text on "
            "the page behind the link in this letter."
        )),
        ("ask", "We are thinking of you", (
            "Thank you for writing to us. Some of your words made us stop, and we would like to ask: how are you "
            "today?\n\n"
            "We are not an emergency service, and we cannot always answer quickly. If you are in danger now, or "
            "think of ending your life, please call 112 or a helpline in your country. The link at the end of this "
            "letter leads to the numbers.\n\n"
            "There is no hurry with what you sent. We keep it until you tell us what you would like us to do with it."
        )),
        ("decline", "Not about peer support", (
            "We list what rests on lived experience and on support between equals. In what you sent we could not see "
            "that.\n\n"
            "If people with lived experience do or decide something there, tell us what. We will gladly look at it "
            "again."
        )),
        ("decline", "We have it already", (
            "We have an entry about this already.\n\n"
            "Please look for it with the search on our site. If something in it is wrong or missing, tell us under "
            "“Something wrong or out of date?” on its page. If it is about you, you can ask there for a link to "
            "change it."
        )),
        ("decline", "It sells or promises something", (
            "We do not list what promises a cure or sells a treatment.\n\n"
            "If there is a group or another offer among equals beside it, you are welcome to tell us about that "
            "alone."
        )),
        ("decline", "We could not check it", (
            "We looked for it, and could not find enough to be sure about it.\n\n"
            "If there is a page, a leaflet or somebody we can ask, send it again and tell us where to look."
        )),
        ("decline", "The event is over", (
            "When we came to read it, the event was over or about to start. We are sorry that we were not "
            "quicker.\n\n"
            "Tell us about the next one: three weeks before is a good time."
        )),
        ("decline", "Others could be recognised", (
            "Thank you for trusting us with your story. Other people in it could be recognised, and they have not "
            "been asked.\n\n"
            "If you like, change names, places and other details, and send it again. It remains your story."
        )),
        ("decline", "Details that may harm readers", (
            "Thank you for trusting us with your story. It tells in detail how somebody was hurt. For some readers "
            "such details are dangerous.\n\n"
            "What happened to you matters. If you like, leave out how it was done, tell what came after and what "
            "helped, and send it again."
        )),
    ),
    "de": (
        ("accept", "Es ist veröffentlicht", (
            "Danke, dass Sie das mit uns teilen. Andere können es jetzt finden und davon lernen.\n\n"
            "Bitte sehen Sie sich die Seite an. Vielleicht haben wir einen Satz gekürzt oder ein Thema ergänzt. Wenn "
            "etwas nicht stimmt oder nicht mehr nach Ihnen klingt, können Sie es ändern."
        )),
        ("ask", "Was tun Peers dort?", (
            "Danke für das, was Sie uns geschickt haben. Bevor wir es veröffentlichen, möchten wir eines verstehen: "
            "Was tun oder entscheiden dort Menschen mit eigener Erfahrung mit psychischen Problemen?\n\n"
            "Zwei oder drei Sätze genügen."
        )),
        ("ask", "Wie kann man mitmachen?", (
            "Danke für das, was Sie uns geschickt haben. Wir möchten es veröffentlichen, und etwas fehlt noch: Wie "
            "kann jemand mitmachen oder Kontakt aufnehmen? Zum Beispiel der erste Schritt, der Tag oder was es "
            "kostet."
        )),
        ("ask", "Die Webadresse öffnet sich nicht", (
            "Danke für das, was Sie uns geschickt haben. Die Webadresse öffnet sich bei uns nicht. Können Sie noch "
            "einmal nachsehen und uns die richtige schicken? Wenn es keine Seite gibt, sagen Sie es uns, dann lassen "
            "wir sie weg."
        )),
        ("ask", "Etwas Privates im Text", (
            "Danke für das, was Sie uns geschickt haben. Etwas darin könnte privat sein, zum Beispiel ein Name, eine "
            "Telefonnummer oder eine Diagnose. Alle werden es lesen können, und das für lange Zeit.\n\n"
            "Möchten Sie es behalten, ändern oder weglassen? Das entscheiden Sie. Auf der Seite hinter dem Link in "
            "diesem Brief können Sie Ihren Text ändern."
        )),
        ("ask", "Wir denken an Sie", (
            "Danke, dass Sie uns geschrieben haben. Einige Ihrer Worte haben uns innehalten lassen, und wir möchten "
            "fragen: Wie geht es Ihnen heute?\n\n"
            "Wir sind kein Notdienst und können nicht immer schnell antworten. Wenn Sie jetzt in Gefahr sind oder "
            "daran denken, sich das Leben zu nehmen, rufen Sie bitte 112 oder ein Hilfetelefon in Ihrem Land an. Der "
            "Link am Ende dieses Briefs führt zu den Nummern.\n\n"
            "Mit dem, was Sie geschickt haben, eilt es nicht. Wir bewahren es auf, bis Sie uns sagen, was wir damit "
            "tun sollen."
        )),
        ("decline", "Keine Peer-Unterstützung", (
            "Wir zeigen, was auf eigener Erfahrung und auf Unterstützung unter Gleichen beruht. Das konnten wir hier "
            "nicht erkennen.\n\n"
            "Wenn dort Menschen mit eigener Erfahrung etwas tun oder entscheiden, sagen Sie uns, was. Dann sehen wir "
            "es uns gern noch einmal an."
        )),
        ("decline", "Wir haben es schon", (
            "Dazu haben wir schon einen Eintrag.\n\n"
            "Bitte suchen Sie ihn mit der Suche auf unserer Seite. Wenn darin etwas falsch ist oder fehlt, sagen Sie "
            "es uns auf seiner Seite. Wenn es um Sie geht, können Sie dort einen Link bekommen, um ihn zu ändern."
        )),
        ("decline", "Es verkauft oder verspricht etwas", (
            "Wir zeigen nichts, was Heilung verspricht oder eine Behandlung verkauft.\n\n"
            "Wenn es daneben eine Gruppe oder ein anderes Angebot unter Gleichen gibt, erzählen Sie uns gern davon."
        )),
        ("decline", "Wir konnten es nicht prüfen", (
            "Wir haben danach gesucht und nicht genug gefunden, um sicher zu sein.\n\n"
            "Wenn es eine Seite, ein Faltblatt oder jemanden gibt, den wir fragen können, schicken Sie es noch "
            "einmal und sagen Sie uns, wo wir nachsehen können."
        )),
        ("decline", "Die Veranstaltung ist vorbei", (
            "Als wir dazu kamen, war die Veranstaltung vorbei oder stand kurz bevor. Es tut uns leid, dass wir nicht "
            "schneller waren.\n\n"
            "Erzählen Sie uns von der nächsten: drei Wochen vorher ist eine gute Zeit."
        )),
        ("decline", "Andere wären zu erkennen", (
            "Danke, dass Sie uns Ihre Geschichte anvertraut haben. Andere Menschen darin wären zu erkennen, und sie "
            "sind nicht gefragt worden.\n\n"
            "Wenn Sie möchten, ändern Sie Namen, Orte und anderes, und schicken Sie sie noch einmal. Es bleibt Ihre "
            "Geschichte."
        )),
        ("decline", "Einzelheiten, die anderen schaden können", (
            "Danke, dass Sie uns Ihre Geschichte anvertraut haben. Sie erzählt genau, wie jemand verletzt wurde. Für "
            "manche, die das lesen, sind solche Einzelheiten gefährlich.\n\n"
            "Was Ihnen geschehen ist, zählt. Wenn Sie möchten, lassen Sie weg, wie es geschah, erzählen Sie, was "
            "danach kam und was geholfen hat, und schicken Sie sie noch einmal."
        )),
    ),
    "fr": (
        ("accept", "C’est publié", (
            "Merci de partager cela avec nous. D’autres peuvent maintenant le trouver et en apprendre quelque "
            "chose.\n\n"
            "Regardez la page, s’il vous plaît. Nous avons peut-être raccourci une phrase ou ajouté un thème. Si "
            "quelque chose n’est pas juste, ou ne vous ressemble plus, vous pouvez le changer."
        )),
        ("ask", "Que font les pairs ?", (
            "Merci pour votre envoi. Avant de le publier, nous aimerions comprendre une chose : que font ou que "
            "décident là les personnes qui ont elles-mêmes vécu des problèmes de santé mentale ?\n\n"
            "Deux ou trois phrases suffisent."
        )),
        ("ask", "Comment participer ?", (
            "Merci pour votre envoi. Nous aimerions le publier, et il manque une chose : comment peut-on participer "
            "ou prendre contact ? Par exemple le premier pas, le jour, ou le prix."
        )),
        ("ask", "L’adresse web ne s’ouvre pas", (
            "Merci pour votre envoi. L’adresse web ne s’ouvre pas chez nous. Pouvez-vous la vérifier et nous envoyer "
            "la bonne ? S’il n’y a pas de page, dites-le-nous, et nous n’en mettrons pas."
        )),
        ("ask", "Quelque chose de privé dans le texte", (
            "Merci pour votre envoi. Il contient peut-être quelque chose de privé, comme un nom, un numéro de "
            "téléphone ou un diagnostic. Tout le monde pourra le lire, et pour longtemps.\n\n"
            "Voulez-vous le garder, le changer ou l’enlever ? C’est vous qui choisissez. Vous pouvez corriger votre "
            "texte sur la page derrière le lien de cette lettre."
        )),
        ("ask", "Nous pensons à vous", (
            "Merci de nous avoir écrit. Certains de vos mots nous ont arrêtés, et nous aimerions vous demander : "
            "comment allez-vous aujourd’hui ?\n\n"
            "Nous ne sommes pas un service d’urgence et ne pouvons pas toujours répondre vite. Si vous êtes en "
            "danger maintenant, ou si vous pensez à mettre fin à vos jours, appelez le 112 ou une ligne d’écoute de "
            "votre pays. Le lien à la fin de cette lettre mène aux numéros.\n\n"
            "Rien ne presse pour votre envoi. Nous le gardons jusqu’à ce que vous nous disiez ce que vous souhaitez."
        )),
        ("decline", "Pas de pair-aidance", (
            "Nous présentons ce qui repose sur l’expérience vécue et sur le soutien entre égaux. Nous ne l’avons pas "
            "vu dans votre envoi.\n\n"
            "Si des personnes avec une expérience vécue y font ou y décident quelque chose, dites-nous quoi. Nous le "
            "relirons volontiers."
        )),
        ("decline", "Nous l’avons déjà", (
            "Nous avons déjà une page à ce sujet.\n\n"
            "Vous la trouverez avec la recherche de notre site. Si quelque chose y est faux ou manque, dites-le-nous "
            "sur cette page. Si elle parle de vous, vous pouvez y demander un lien pour la changer."
        )),
        ("decline", "Cela vend ou promet quelque chose", (
            "Nous ne présentons pas ce qui promet une guérison ou vend un traitement.\n\n"
            "S’il existe à côté un groupe ou une autre offre entre égaux, parlez-nous-en volontiers."
        )),
        ("decline", "Nous n’avons pas pu le vérifier", (
            "Nous avons cherché, et n’avons pas trouvé assez d’informations pour en être sûrs.\n\n"
            "S’il existe une page, un dépliant ou une personne à qui demander, envoyez-le de nouveau et dites-nous "
            "où chercher."
        )),
        ("decline", "L’événement est passé", (
            "Quand nous avons lu votre envoi, l’événement était passé ou sur le point de commencer. Nous regrettons "
            "de ne pas avoir été plus rapides.\n\n"
            "Parlez-nous du prochain : trois semaines avant est un bon moment."
        )),
        ("decline", "D’autres seraient reconnus", (
            "Merci de nous avoir confié votre histoire. D’autres personnes pourraient y être reconnues, et on ne "
            "leur a pas demandé.\n\n"
            "Si vous le souhaitez, changez les noms, les lieux et d’autres détails, et envoyez-la de nouveau. Elle "
            "reste votre histoire."
        )),
        ("decline", "Des détails qui peuvent nuire", (
            "Merci de nous avoir confié votre histoire. Elle raconte en détail comment quelqu’un a été blessé. Pour "
            "certaines personnes qui lisent, ces détails sont dangereux.\n\n"
            "Ce qui vous est arrivé compte. Si vous le souhaitez, enlevez la façon dont c’est arrivé, racontez ce "
            "qui est venu après et ce qui a aidé, et envoyez-la de nouveau."
        )),
    ),
}  # fmt: skip


def add(apps, schema_editor):
    groups, permissions = apps.get_model("auth", "Group").objects, apps.get_model("auth", "Permission").objects
    ContentType = apps.get_model("contenttypes", "ContentType")
    group, _new = groups.get_or_create(name=GROUP)
    # Django makes permissions once all migrations are done; those that are there already it leaves alone.
    for app, model, name, acts in PERMISSIONS:
        kind, _new = ContentType.objects.get_or_create(app_label=app, model=model)
        for act in acts:
            permission, _new = permissions.get_or_create(
                content_type=kind, codename=f"{act}_{model}", defaults={"name": f"Can {act} {name}"}
            )
            group.permissions.add(permission)
    ReplyTemplate = apps.get_model("contributions", "ReplyTemplate")
    ReplyTemplate.objects.bulk_create(
        ReplyTemplate(act=act, name=name, language=language, text=text)
        for language, templates in TEMPLATES.items()
        for act, name, text in templates
    )


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=GROUP).delete()
    ReplyTemplate = apps.get_model("contributions", "ReplyTemplate")
    for language, templates in TEMPLATES.items():
        for act, name, text in templates:
            ReplyTemplate.objects.filter(act=act, name=name, language=language, text=text).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0001_contributions"),
        ("guard", "0002_phrases"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(add, remove)]
