"""Whether an e-mail address belongs to the house of a website."""

from urllib.parse import urlsplit


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Where anybody can have an address or a page, so that a name shared with a website proves nothing: providers of mail
#: and of pages, social networks, libraries of documents.
PROVIDERS = _names(
    """
    gmail.com googlemail.com google.com youtube.com youtu.be outlook.com hotmail.com live.com msn.com microsoft.com
    sharepoint.com icloud.com me.com mac.com apple.com yahoo.com ymail.com aol.com proton.me protonmail.com pm.me
    tutanota.com tuta.io tuta.com fastmail.com zoho.com zohosites.com mail.com mail.ru yandex.com yandex.ru gmx.com
    gmx.net gmx.de gmx.at gmx.ch web.de t-online.de freenet.de posteo.de posteo.net mailbox.org arcor.de ionos.de
    1und1.de strato.de jimdo.com jimdofree.com bluewin.ch hispeed.ch sunrise.ch aon.at chello.at a1.net
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr ovh.net ovh.com e-monsite.com over-blog.com
    telenet.be skynet.be proximus.be scarlet.be ziggo.nl kpnmail.nl kpnplanet.nl planet.nl xs4all.nl hetnet.nl home.nl
    libero.it virgilio.it tin.it alice.it tiscali.it aruba.it pec.it altervista.org fastwebnet.it telefonica.net
    sapo.pt telepac.pt eircom.net btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk
    wp.pl o2.pl onet.pl onet.eu interia.pl interia.eu gazeta.pl home.pl seznam.cz centrum.cz email.cz atlas.cz azet.sk
    zoznam.sk post.sk webnode.com freemail.hu citromail.hu indamail.hu abv.bg mail.bg dir.bg yahoo.ro ukr.net i.ua
    meta.ua inbox.lv inbox.lt one.lt mail.ee hot.ee telia.com telia.ee comhem.se spray.se online.no telenor.no
    jubii.dk mail.dk stofanet.dk one.com simply.com elisanet.fi kolumbus.fi suomi24.fi saunalahti.fi simnet.is otenet.gr
    forthnet.gr hol.gr cytanet.com.cy go.net.mt siol.net t-2.net net.hr t-com.hr eunet.rs ptt.rs bih.net.ba pt.lu
    wordpress.com wixsite.com wix.com weebly.com squarespace.com blogspot.com blogger.com tumblr.com medium.com
    substack.com github.io github.com gitlab.io netlify.app vercel.app pages.dev herokuapp.com web.app notion.site
    carrd.co webflow.io site123.me strikingly.com ghost.io typepad.com mystrikingly.com canva.site
    facebook.com fb.com instagram.com threads.net twitter.com x.com linkedin.com tiktok.com pinterest.com reddit.com
    discord.com discord.gg telegram.org t.me whatsapp.com vk.com ok.ru meetup.com eventbrite.com linktr.ee mastodon.social
    vimeo.com spotify.com soundcloud.com podbean.com anchor.fm apple.co dropbox.com issuu.com scribd.com academia.edu
    researchgate.net archive.org wikipedia.org wikimedia.org wikidata.org zenodo.org figshare.com doi.org ssrn.com
    mailchimp.com mailchi.mp list-manage.com typeform.com bit.ly tinyurl.com patreon.com gofundme.com amazon.com
    """
)


#: Endings under which many houses stand, as under the names of countries (publicsuffix.org has them all).
ENDINGS = _names(
    """
    co.uk org.uk ac.uk gov.uk nhs.uk me.uk ltd.uk sch.uk nhs.net gov.ie hse.ie europa.eu gv.at ac.at co.at or.at
    gouv.fr asso.fr com.fr com.pl org.pl net.pl edu.pl gov.pl waw.pl com.ua org.ua gov.ua kiev.ua com.tr org.tr
    edu.tr gov.tr com.gr org.gr edu.gr gov.gr com.cy org.cy ac.cy gov.cy com.mt org.mt edu.mt gov.mt com.pt org.pt
    edu.pt gov.pt com.es org.es edu.es gob.es gov.it edu.it com.ro org.ro gov.ro co.hu org.hu gov.hu com.hr gov.hr
    co.rs org.rs ac.rs edu.rs gov.rs com.mk org.mk edu.mk gov.mk com.al org.al edu.al gov.al com.ba org.ba gov.ba
    com.ge org.ge edu.ge gov.ge gov.bg gov.cz gov.sk gov.si gov.lv gov.lt gov.md gov.am gov.az com.az org.az
    ac.il org.il co.il com.ru org.ru
    """
)


def _spelled(domain: str) -> str:
    """Return a domain in its one spelling, or nothing where it is none."""
    try:
        return domain.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _stands_at_provider(name: str) -> bool:
    """Say whether a name is that of a provider, or stands under one."""
    labels = name.split(".")
    return any(".".join(labels[start:]) in PROVIDERS for start in range(len(labels) - 1))


def same_house(email: str, address: str) -> bool:
    """Say whether an e-mail address stands under the domain of a website.

    It does where its domain is the website's host, or the host is a part of it: anna@example.org and
    https://peers.example.org/. It has two labels at least, and is none of the domains that many people share.
    """
    domain = _spelled(email.rpartition("@")[2])
    try:
        host = _spelled(urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    if not host or "." not in domain or domain.rpartition(".")[2].isdigit():  # no host, one label, or a number
        return False
    if domain in ENDINGS or _stands_at_provider(domain) or _stands_at_provider(host):
        return False
    return host == domain or host.endswith(f".{domain}")
