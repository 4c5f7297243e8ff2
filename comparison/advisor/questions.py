"""The questions, in the order in which they are asked. Where choices have an order, the most demanding comes first."""

from comparison.advisor.question import Choice, Question

CLIENTS = Question(
    id="clients",
    text="Who calls your server?",
    hint="The clients that you have or will have within a year.",
    experiment="size",
    choices=(
        Choice(
            "pages",
            "Browsers, on pages that the server renders",
            "A browser sends a cookie by itself, also from a link or a form; a token must be attached by a script.",
            session=4,
        ),
        Choice(
            "app",
            "Browsers, in a single-page app",
            "Both a session cookie and a refresh cookie keep the lasting secret out of the reach of scripts.",
            session=2,
            hybrid=3,
        ),
        Choice(
            "both",
            "Browsers, and also mobile apps or programs",
            "Browsers get the refresh token in a cookie, the others get it in the body: the same tokens serve both.",
            session=1,
            hybrid=4,
            jwt=2,
        ),
        Choice(
            "programs",
            "Mobile apps, devices or programs, no browser",
            "Without a browser a cookie has no advantage: a header is all that a program needs.",
            jwt=4,
            hybrid=1,
        ),
    ),
)
REVOCATION = Question(
    id="revocation",
    text="How fast must an ended sign-in be refused?",
    hint="After sign-out, a stolen device, a dismissed employee.",
    experiment="revocation",
    choices=(
        Choice(
            "at_once",
            "With the next request",
            "A session is gone when its row is. A token is refused as fast only where each verifier hears of it.",
            session=4,
            hybrid=2,
            jwt=1,
        ),
        Choice(
            "minutes",
            "Within minutes",
            "A token that lives for five minutes and cannot be refreshed any more is refused soon enough.",
            session=2,
            hybrid=2,
            jwt=2,
        ),
        Choice(
            "hours",
            "Within hours, or at its expiry",
            "A credential that simply expires does: the one that needs no look-up.",
            session=1,
            hybrid=2,
            jwt=3,
        ),
    ),
)
SERVICES = Question(
    id="services",
    text="Who has to know the user from the credential?",
    hint="Every service that checks it itself, not behind another of yours.",
    experiment="scaling",
    headline=-1,
    choices=(
        Choice(
            "keys_only",
            "Services that cannot reach a common store",
            "A process that holds nothing but the public keys can verify a token; a session id means nothing to it.",
            jwt=4,
            hybrid=3,
        ),
        Choice(
            "several",
            "Several services of yours, with a common store",
            "All of them can ask the store, or verify by key and leave it alone.",
            session=2,
            hybrid=2,
            jwt=2,
        ),
        Choice(
            "one",
            "One application",
            "Who issues the credential also checks it: nobody else needs to be able to.",
            session=4,
            hybrid=1,
        ),
    ),
)
STORE = Question(
    id="store",
    text="Who runs a store that every node can ask?",
    hint="Redis, Valkey, Memcached, or the database itself.",
    experiment="state",
    choices=(
        Choice(
            "nobody",
            "Nobody, and nobody will",
            "Sessions want a store for every request. Tokens want one for refreshing alone.",
            hybrid=1,
            jwt=3,
        ),
        Choice(
            "database",
            "There is a database, no cache",
            "The database can keep sessions, at the price of a statement for each request.",
            session=1,
            hybrid=2,
            jwt=1,
        ),
        Choice("cache", "There is a cache beside it", "A look-up in it costs little.", session=3, hybrid=1),
    ),
)
LOOKUPS = Question(
    id="traffic",
    text="What may it cost to know who calls?",
    hint="Where your nodes stand, and how much they have to do.",
    experiment="lookups",
    choices=(
        Choice(
            "nothing",
            "Nothing: several regions far from the store, or very many requests",
            "A token is verified where it arrives; a session asks a store, perhaps across an ocean.",
            hybrid=3,
            jwt=3,
        ),
        Choice(
            "little",
            "A look-up near by is fine",
            "A look-up in the same rack is lost in the time of an ordinary page.",
            session=2,
            hybrid=1,
            jwt=1,
        ),
    ),
)
RIGHTS = Question(
    id="rights",
    text="How fast must a changed role take effect?",
    hint="A right that is given or, more important, taken away.",
    experiment="privileges",
    choices=(
        Choice(
            "at_once",
            "With the next request",
            "A session is read anew each time. A token says what was true when it was issued, unless it is revoked.",
            session=3,
            hybrid=1,
        ),
        Choice(
            "minutes",
            "Within minutes, or roles hardly change",
            "The next refresh brings a token with the new roles.",
            session=1,
            hybrid=1,
            jwt=1,
        ),
    ),
)
SECRECY = Question(
    id="secrecy",
    text="May its holder read what the credential carries?",
    hint="Roles, tenant, prices, health: whatever you would put in.",
    experiment="confidentiality",
    choices=(
        Choice(
            "secret",
            "No, and it must carry such data",
            "A session id says nothing. A signed token can be read by anybody, so that it must be encrypted as well.",
            session=3,
        ),
        Choice(
            "open",
            "Yes, or it carries nothing of the kind",
            "Then being readable is no fault, and services learn the roles without asking.",
            session=1,
            hybrid=1,
            jwt=1,
        ),
    ),
)
TEAM = Question(
    id="team",
    text="What does your team know by heart?",
    hint="What goes wrong at night is mended by those who know it.",
    experiment="rotation",
    choices=(
        Choice(
            "django",
            "The sessions, forms and CSRF tokens of Django",
            "Django brings sessions along, ready and tried; a secret key is all there is to rotate.",
            session=3,
        ),
        Choice(
            "apis",
            "REST APIs and single-page apps",
            "Tokens are familiar; the refresh cookie takes the worst of their risks from the browser.",
            hybrid=3,
            jwt=1,
        ),
        Choice(
            "tokens",
            "OAuth: signing keys, rotation, audiences",
            "Keys that overlap when they rotate, audiences, clock skew: known and watched already.",
            hybrid=1,
            jwt=3,
        ),
    ),
)
DOMAINS = Question(
    id="domains",
    text="Are the pages and the server on one site?",
    hint="app.example.org and api.example.org are one site; example.org and example.net are two.",
    experiment="theft",
    choices=(
        Choice(
            "one",
            "Yes, or there are no pages",
            "A cookie that no script can read is the safest place a browser has.",
            session=2,
            hybrid=2,
            jwt=1,
        ),
        Choice(
            "two",
            "No, pages of another site call it",
            "Browsers send no SameSite cookie there, and third-party cookies less and less.",
            jwt=4,
        ),
    ),
)

QUESTIONS: tuple[Question, ...] = (CLIENTS, REVOCATION, SERVICES, STORE, LOOKUPS, RIGHTS, SECRECY, TEAM, DOMAINS)
