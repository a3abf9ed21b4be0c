"""The columns of a reports file: one table that the importer, the template and the export all read."""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE = 9
"""How many people one row can carry."""

COMMENT = "#"
"""A row whose first cell begins with this is an explanation and is skipped."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, other spellings of it (best first), what it means, an example.

    required: the file must have it and every row must fill it. free: free text, in which no real name may stand.
    """

    name: str
    km: str
    en: str
    example: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    free: bool = False


REPORT: tuple[Column, ...] = (
    Column(
        "root_uuid",
        "លេខសម្គាល់តែមួយគត់របស់របាយការណ៍ (UUID)។ បើផ្ញើម្ដងទៀតដោយប្រើលេខដដែល របាយការណ៍ចាស់នឹងត្រូវកែតាមនោះ។",
        "The one number (UUID) of this report. Sent again with the same number, the report is updated, not doubled.",
        "6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11",
        (
            "meta/rootUuid",
            "rootUuid",
            "_uuid",
            "__id",
            "KEY",
            "meta/instanceID",
            "meta-instanceID",
            "instanceID",
            "uuid",
            "លេខសម្គាល់",
            "លេខសម្គាល់របាយការណ៍",
        ),
        required=True,
    ),
    Column(
        "form_version",
        "ជំនាន់នៃទម្រង់បែបបទ។",
        "The version of the form.",
        "2012-02",
        ("FormVersion", "__version__", "version", "ជំនាន់ទម្រង់"),
    ),
    Column(
        "channel",
        "របៀបដែលរបាយការណ៍មកដល់៖ field (នៅមូលដ្ឋាន) phone (ទូរស័ព្ទ) hotline (ខ្សែទូរស័ព្ទបន្ទាន់) web (គេហទំព័រ) ឬ paper (ក្រដាស)។",
        "How the report came: field, phone, hotline, web or paper.",
        "field",
        ("source_channel", "មធ្យោបាយ", "មធ្យោបាយទទួល"),
    ),
    Column(
        "submitted_at",
        "ថ្ងៃ និងម៉ោងដែលផ្ញើ។ ឧទាហរណ៍ 2012-03-13 09:20 ឬ ១៣/០៣/២០១២ ០៩:២០។",
        "Day and hour it was sent, such as 2012-03-13 09:20 or 13/03/2012 09:20.",
        "2012-03-13T09:20:00+07:00",
        (
            "SubmissionDate",
            "_submission_time",
            "__system/submissionDate",
            "submission_date",
            "submitted",
            "ថ្ងៃផ្ញើ",
            "កាលបរិច្ឆេទផ្ញើ",
        ),
        required=True,
    ),
    Column(
        "language",
        "ភាសាដែលសរសេររបាយការណ៍៖ km (ខ្មែរ) ឬ en (អង់គ្លេស)។",
        "The language the report was written in: km or en.",
        "km",
        ("lang", "ភាសា"),
    ),
    Column(
        "organizations",
        "កូដសហគមន៍ដែលរាយការណ៍ ខណ្ឌដោយ ; ។ សហគមន៍ទីមួយនិយាយមុនគេ។",
        "Codes of the communities that report, separated by ; — the first one speaks first.",
        "BTB-01; BTB-02",
        (
            "organization",
            "organisations",
            "organisation",
            "organization_code",
            "cbo",
            "cbos",
            "cbo_code",
            "community",
            "សហគមន៍",
            "កូដសហគមន៍",
            "អង្គការ",
        ),
        required=True,
    ),
    Column(
        "individual_or_joint",
        "individual (សហគមន៍តែមួយ) ឬ joint (សហគមន៍ច្រើនធ្វើរួមគ្នា)។",
        "individual (one community alone) or joint (several together).",
        "joint",
        ("individual_joint", "joint", "scope", "តែឯង ឬរួមគ្នា"),
    ),
    Column(
        "event_title_km",
        "ចំណងជើងជាភាសាខ្មែរ យ៉ាងច្រើន ២០០ តួអក្សរ។",
        "Headline in Khmer, at most 200 characters.",
        "អ្នកនេសាទ និងកសិករដាំព្រៃលិចទឹករួមគ្នា",
        ("event_title::Khmer (km)", "title_km", "ចំណងជើង", "ចំណងជើង (ខ្មែរ)"),
        free=True,
    ),
    Column(
        "event_title_en",
        "ចំណងជើងជាភាសាអង់គ្លេស បើមាន។",
        "Headline in English, where there is one.",
        "Fishers and farmers replant flooded forest together",
        ("event_title::English (en)", "title_en", "event_title", "title", "ចំណងជើង (អង់គ្លេស)"),
        free=True,
    ),
    Column(
        "initial_date",
        "ថ្ងៃចាប់ផ្ដើមសកម្មភាព៖ ឆ្នាំ-ខែ-ថ្ងៃ ឬ ថ្ងៃ/ខែ/ឆ្នាំ។ ប្រើលេខខ្មែរក៏បាន។",
        "First day of the activity: year-month-day or day/month/year. Khmer digits are welcome.",
        "2012-03-08",
        ("start_date", "date_start", "date", "first_day", "ថ្ងៃចាប់ផ្ដើម", "ថ្ងៃចាប់ផ្តើម", "កាលបរិច្ឆេទ"),
        required=True,
    ),
    Column(
        "final_date",
        "ថ្ងៃបញ្ចប់។ ទុកទំនេរ បើធ្វើតែមួយថ្ងៃ។",
        "Last day of the activity; empty where it was a single day.",
        "2012-03-11",
        ("end_date", "date_end", "last_day", "ថ្ងៃបញ្ចប់"),
    ),
    Column(
        "place_code",
        "កូដឃុំ (៦ ខ្ទង់) កូដស្រុក (៤ ខ្ទង់) ឬកូដខេត្ត (២ ខ្ទង់) តាមបញ្ជីផ្លូវការ។ កុំសរសេរឈ្មោះភូមិ។",
        "Code of the commune (6 digits), district (4) or province (2) from the official list. No village.",
        "0205",
        ("place", "district_code", "district", "geocode", "កូដទីកន្លែង", "កូដស្រុក", "ស្រុក"),
        required=True,
    ),
    Column(
        "event_description_km",
        "អ្វីដែលសហគមន៍បានធ្វើ ជាភាសាខ្មែរ។ កុំសរសេរឈ្មោះមនុស្ស។",
        "What the community did, in Khmer. No names of people.",
        "សមាជិក ៤៦ នាក់បានជួបជុំគ្នានៅមាត់បឹង ហើយដាំកូនរាំង ៣០០ ដើម។ យើងបែងចែកវេនគ្នាថែទាំរៀងរាល់សប្ដាហ៍។",
        ("event_description::Khmer (km)", "description_km", "ការពិពណ៌នា", "សេចក្ដីរៀបរាប់", "សេចក្តីរៀបរាប់"),
        free=True,
    ),
    Column(
        "event_description_en",
        "អ្វីដែលសហគមន៍បានធ្វើ ជាភាសាអង់គ្លេស បើមាន។",
        "What the community did, in English, where there is a text.",
        "Forty-six members met at the lake shore and planted 300 seedlings. We look after them in turns every week.",
        ("event_description::English (en)", "description_en", "event_description", "description"),
        free=True,
    ),
    Column(
        "impact_km",
        "អ្វីដែលបានផ្លាស់ប្ដូរ ជាភាសាខ្មែរ។",
        "What changed, in Khmer.",
        "កូនឈើភាគច្រើននៅរស់ ហើយត្រីចាប់ផ្ដើមមកពងនៅទីនោះវិញ។",
        ("impact_of_event_km", "impact_of_event::Khmer (km)", "ផលប៉ះពាល់", "លទ្ធផល"),
        free=True,
    ),
    Column(
        "impact_en",
        "អ្វីដែលបានផ្លាស់ប្ដូរ ជាភាសាអង់គ្លេស។",
        "What changed, in English.",
        "Most seedlings live, and fish have begun to spawn there again.",
        ("impact_of_event_en", "impact_of_event::English (en)", "impact_of_event", "impact"),
        free=True,
    ),
    Column(
        "message_km",
        "អ្វីដែលយើងចង់ប្រាប់សហគមន៍ដទៃ ជាភាសាខ្មែរ។",
        "What we want other communities to know, in Khmer.",
        "កុំរង់ចាំ ចូរចាប់ផ្ដើមពីកន្លែងតូចមួយជាមុនសិន។",
        ("message::Khmer (km)", "សារ", "សារទៅកាន់សហគមន៍ដទៃ"),
        free=True,
    ),
    Column(
        "message_en",
        "អ្វីដែលយើងចង់ប្រាប់សហគមន៍ដទៃ ជាភាសាអង់គ្លេស។",
        "What we want other communities to know, in English.",
        "Do not wait: begin with one small place.",
        ("message::English (en)", "message"),
        free=True,
    ),
    Column(
        "sectors",
        "វិស័យ៖ land (ដីធ្លី) labour (ការងារ) fisheries (ជលផល) ខណ្ឌដោយ ; ។",
        "land, labour, fisheries, separated by ;",
        "fisheries; land",
        ("sector", "វិស័យ"),
    ),
    Column(
        "rights_affected",
        "សិទ្ធិដែលពាក់ព័ន្ធ ជាពាក្យខ្លីៗ ខណ្ឌដោយ ; ។",
        "The rights it is about, in short terms separated by ;",
        "food; participation",
        ("rights", "សិទ្ធិ", "សិទ្ធិដែលពាក់ព័ន្ធ"),
        free=True,
    ),
    Column(
        "reached_women",
        "ចំនួនស្ត្រីដែលបានចូលរួម។",
        "How many women took part.",
        "27",
        ("people_reached_f", "people_reached/f", "women", "ចំនួនស្ត្រី", "ស្ត្រី"),
    ),
    Column(
        "reached_men",
        "ចំនួនបុរសដែលបានចូលរួម។",
        "How many men took part.",
        "19",
        ("people_reached_m", "people_reached/m", "men", "ចំនួនបុរស", "បុរស"),
    ),
    Column(
        "confidentiality",
        "public (ផ្សាយបាន) restricted (តែបណ្ដាញ) ឬ confidential (សម្ងាត់ មិនផ្សាយឡើយ)។",
        "public, restricted (the Network only) or confidential (never aired).",
        "public",
        ("ភាពសម្ងាត់",),
    ),
    Column(
        "sensitivity",
        "កម្រិតគ្រោះថ្នាក់ដែលអាចកើតមាន៖ low (ទាប) medium (មធ្យម) high (ខ្ពស់)។",
        "How much harm it could do: low, medium or high.",
        "low",
        ("កម្រិតគ្រោះថ្នាក់",),
    ),
    Column(
        "not_before",
        "ថ្ងៃដំបូងដែលអាចផ្សាយបាន ដូចជា 2012-04-17។ ទុកទំនេរ បើផ្សាយបានភ្លាម។",
        "The first day on which it may be aired, such as 2012-04-17; empty where that is at once.",
        "",
        ("embargo", "embargo_until", "air_from", "ផ្សាយចាប់ពី"),
    ),
    Column(
        "expires_on",
        "ថ្ងៃចុងក្រោយដែលអាចផ្សាយបាន ដូចជា 2012-06-30។ ក្រោយថ្ងៃនោះ មិនផ្សាយទៀតទេ។ ទុកទំនេរ បើគ្មាន។",
        "The last day on which it may be aired, such as 2012-06-30: never after it; empty where there is none.",
        "",
        ("expires", "air_until", "ផ្សាយបានត្រឹម"),
    ),
    Column(
        "together",
        "ឈ្មោះសកម្មភាពរួម។ របាយការណ៍ដែលមានឈ្មោះដូចគ្នា ត្រូវផ្សាយក្នុងភាគតែមួយ ទាំងអស់ ឬគ្មានសោះ។",
        "The name of a joint activity: reports that share it are aired in one edition, all of them or none.",
        "",
        ("joint_activity", "activity_name", "សកម្មភាពរួម"),
        free=True,
    ),
)

PERSON: tuple[Column, ...] = (
    Column(
        "code",
        "កូដរបស់បុគ្គល ជំនួសឈ្មោះ។ មនុស្សម្នាក់ មានកូដតែមួយជានិច្ច។",
        "The person's code, instead of a name; the same person keeps the same code.",
        "S-0042",
        ("លេខកូដ",),
    ),
    Column("sex", "ភេទ៖ f (ស្រី) m (ប្រុស) ឬ unstated (មិនបញ្ជាក់)។", "f, m or unstated.", "f", ("gender", "ភេទ")),
    Column(
        "role_km",
        "អ្វីដែលអ្នកស្ដាប់អាចឮជំនួសឈ្មោះ ជាភាសាខ្មែរ។",
        "What listeners may hear instead of a name, in Khmer.",
        "អ្នកនេសាទម្នាក់",
        ("តួនាទី",),
        free=True,
    ),
    Column(
        "role_en",
        "អ្វីដែលអ្នកស្ដាប់អាចឮជំនួសឈ្មោះ ជាភាសាអង់គ្លេស។",
        "What listeners may hear instead of a name, in English.",
        "a fisher",
        ("role",),
        free=True,
    ),
    Column(
        "name",
        "ឈ្មោះពិត។ ត្រូវបិទត្រាភ្លាមៗ ហើយមានតែអ្នកថែរក្សាទេដែលបើកបាន។ ទុកទំនេរក៏បាន។",
        "The real name. It is sealed at once and only the custodian can open it. It may stay empty.",
        "",
        ("real_name", "full_name", "ឈ្មោះ", "ឈ្មោះពិត"),
    ),
    Column(
        "name_on_air_km",
        "ឈ្មោះដែលគាត់ចង់ឱ្យហៅតាមវិទ្យុ ជាភាសាខ្មែរ។ ត្រូវមានការយល់ព្រម name:air ឬ name:online។",
        "The name the person wants to be called on air, in Khmer; needs consent to the name.",
        "",
        ("ឈ្មោះតាមវិទ្យុ",),
    ),
    Column(
        "name_on_air_en",
        "ឈ្មោះដែលគាត់ចង់ឱ្យហៅតាមវិទ្យុ ជាភាសាអង់គ្លេស។",
        "The name the person wants to be called on air, in English; needs consent to the name.",
        "",
        ("name_on_air",),
    ),
    Column(
        "anonymous_from",
        "ត្រូវលាក់អត្តសញ្ញាណពីអ្នកណា៖ none (មិនលាក់) public (សាធារណជន) acquaintances (សូម្បីអ្នកស្គាល់)។",
        "Towards whom the person must stay unknown: none, public, or acquaintances too.",
        "public",
        ("anonymity", "អនាមិក"),
    ),
    Column("minor", "yes បើអាយុក្រោម ១៨ ឆ្នាំ។", "yes where the person is under 18.", "no", ("child", "អនីតិជន")),
    Column(
        "quote_km",
        "សម្ដីរបស់គាត់ផ្ទាល់ ជាភាសាខ្មែរ។",
        "The person's own words, in Khmer.",
        "ពីមុន ខ្ញុំគិតថាម្នាក់ឯងធ្វើមិនបានទេ។ ឥឡូវ យើងដាំជាមួយគ្នា ហើយខ្ញុំឃើញវាដុះ។",
        ("សម្ដី", "សម្តី"),
        free=True,
    ),
    Column(
        "quote_en",
        "សម្ដីរបស់គាត់ ជាភាសាអង់គ្លេស។",
        "The person's own words, in English.",
        "I used to think I could do nothing alone. Now we plant together, and I see it grow.",
        ("quote",),
        free=True,
    ),
    Column(
        "recording",
        "ឯកសារសំឡេង គិតពីថតដែលមានតារាងនេះ៖ wav w64 mp3 m4a aac ogg opus webm flac amr gsm។",
        "The sound file, from the folder of this table: wav, w64, mp3, m4a, aac, ogg, opus, webm, flac, amr, gsm.",
        "",
        ("audio", "sound", "ឯកសារសំឡេង"),
    ),
    Column(
        "consent",
        "អ្វីដែលគាត់យល់ព្រម៖ words voice name place picture នៅ air online print។ ឧ. words:air words:online voice:air។",
        "What the person agreed to: words, voice, name, place, picture on air, online, print. words:air words:online …",
        "words:air words:online place:air place:online",
        ("consents", "ការយល់ព្រម"),
    ),
    Column(
        "consent_method",
        "oral_recorded (ថតសំឡេង) written (លាយលក្ខណ៍អក្សរ) thumbprint (ផ្ដិតមេដៃ) witnessed (មានសាក្សី)។",
        "oral_recorded, written, thumbprint or witnessed.",
        "thumbprint",
        ("របៀបយល់ព្រម",),
    ),
    Column(
        "consent_on",
        "ថ្ងៃដែលគាត់យល់ព្រម។",
        "The day of the consent.",
        "2012-03-11",
        ("consent_date", "ថ្ងៃយល់ព្រម"),
    ),
    Column(
        "consent_by",
        "កូដបុគ្គលិកដែលបានសួរ។ មេដឹកនាំសហគមន៍មិនអាចយល់ព្រមជំនួសសមាជិកឡើយ។",
        "Code of the staff member who asked. A leader cannot consent for a member.",
        "ST-03",
        ("obtained_by", "អ្នកសួរ"),
    ),
    Column(
        "consent_subject",
        "អ្នកដែលឆ្លើយ៖ individual (សាមីខ្លួន) ឬ caregiver (អ្នកអាណាព្យាបាលរបស់កុមារ)។",
        "Who answered: individual (the person), or caregiver (of a child).",
        "individual",
        ("interview_subject", "អ្នកឆ្លើយ"),
    ),
    Column(
        "consent_expires",
        "ថ្ងៃចុងក្រោយដែលការយល់ព្រមនៅមានសុពលភាព។ ទុកទំនេរ បើគ្មានកំណត់។",
        "The last day of the consent; empty where it has no end.",
        "",
        ("consent_until", "ផុតកំណត់"),
    ),
    Column(
        "consent_withdrawn_on",
        "ថ្ងៃដែលគាត់ដកការយល់ព្រម។",
        "The day the person took the consent back.",
        "",
        ("withdrawn_on", "ថ្ងៃដកការយល់ព្រម"),
    ),
)

EITHER: tuple[tuple[str, str], ...] = (
    ("event_title_km", "event_title_en"),
    ("event_description_km", "event_description_en"),
)
"""Of each pair a file needs at least one column, and a row at least one text."""

UNTAKEN: tuple[str, ...] = (
    "_geolocation",
    "geolocation",
    "gps",
    "latitude",
    "longitude",
    "altitude",
    "accuracy",
    "location",
    "coordinates",
    "deviceid",
    "device_id",
    "phonenumber",
    "phone_number",
    "simserial",
    "subscriberid",
    "simid",
    "imei",
    "ip",
    "ip_address",
    "ipaddress",
    "remote_addr",
    "user_agent",
    "useragent",
    "username",
    "email",
    "mac_address",
    "registration_status",
    "legal_status",
    "registration_number",
    "ស្ថានភាពចុះបញ្ជី",
)
"""Columns that are never taken, whatever they hold: where a phone was, which phone it was, legal status."""

IGNORED: tuple[str, ...] = (
    "start", "end", "today", "submittername", "submitterid", "attachmentspresent", "attachmentsexpected", "status",
    "reviewstate", "edits", "__system", "_status", "_id", "_index", "_tags", "_notes", "_submitted_by",
    "_validation_status", "_attachments", "_xform_id_string", "formhub/uuid", "meta/instancename", "meta/deprecatedid",
    "_version_", "_bamboo_dataset_id", "receipt", "review_state",
)  # fmt: skip
"""Columns that collecting tools add and Studio has no use for: left out without a word."""


def person_column(number: int, field: str) -> str:
    """The column of a person's field: source1_code."""
    return f"source{number}_{field}"


REPORT_NAMES = tuple(column.name for column in REPORT)
PERSON_NAMES = tuple(column.name for column in PERSON)
NAMES = REPORT_NAMES + tuple(person_column(n, field) for n in range(1, PEOPLE + 1) for field in PERSON_NAMES)
"""Every column of a file, in the order in which Studio writes them."""

FREE_REPORT = tuple(column.name for column in REPORT if column.free)
FREE_PERSON = tuple(column.name for column in PERSON if column.free)
REQUIRED = tuple(column.name for column in REPORT if column.required)
