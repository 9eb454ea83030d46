#!/usr/bin/python3
"""Judges UBL documents that ordermill sends.

	judge_ubl.py FILE|DIR…		one line a fault, exit 1 if any
	judge_ubl.py --tap		judges what tests/unit/test_writers makes,
					and itself; prints TAP

A directory means all its *.xml.  Two judges in one: xmllint with the
official UBL 2.1 schemas (below ORDERMILL_SHARED, skipped where absent), and
the rules below, which are those of Peppol BIS 3 that concern a seller's
answers, in our own words.  It shares no code with the writers.

--own-profile accepts any CustomizationID and ProfileID.
"""
import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
SHARED = os.environ.get('ORDERMILL_SHARED',
                        os.path.join(os.path.dirname(ROOT), 'shared'))
URN = 'urn:oasis:names:specification:ubl:schema:xsd:'
CAC = URN + 'CommonAggregateComponents-2'
CBC = URN + 'CommonBasicComponents-2'

# What may stand where.  A name with braces is an aggregate; behind a name:
# nothing = exactly one, ? = at most one, * = any number, + = one or more;
# @x is an attribute that must be there, @x? one that may.
PARTS = {
    'SCHEMED': 'PartyIdentification*{ ID @schemeID }',
    'SCHEMED1': 'PartyIdentification?{ ID @schemeID }',
    'PERIOD': 'StartDate? StartTime? EndDate? EndTime?',
    'ADDRESS': '''StreetName? AdditionalStreetName? CityName? PostalZone?
        CountrySubentity? AddressLine?{ Line } Country{ IdentificationCode }''',
    'CONTACT': 'Name? Telephone? ElectronicMail?',
    'IDS': '''BuyersItemIdentification?{ ID }
        SellersItemIdentification?{ ID ExtendedID? }
        StandardItemIdentification?{ ID @schemeID ExtendedID? }''',
    'CLASS': '''CommodityClassification*{ ItemClassificationCode? @listID
        @listVersionID? @name? }''',
    'TRAIT': '''Name NameCode? @listID Value ValueQuantity? @unitCode
        ValueQualifier?''',
    'RESPONDENT': '''Party{ EndpointID @schemeID $SCHEMED
        PartyLegalEntity?{ RegistrationName } }''',
    'SHIPPER': '''EndpointID @schemeID $SCHEMED1 PostalAddress?{ $ADDRESS }
        PartyLegalEntity{ RegistrationName }''',
    'OTHERS': '''Party{ $SCHEMED1 PartyName?{ Name }
        PostalAddress?{ $ADDRESS } }''',
    'PROMISE': 'Delivery?{ PromisedDeliveryPeriod{ $PERIOD } }',
}
TREES = {
    'OrderResponse': '''CustomizationID ProfileID ID SalesOrderID? IssueDate
        IssueTime? OrderResponseCode Note? DocumentCurrencyCode @listID?
        CustomerReference? OrderReference{ ID }
        OrderChangeDocumentReference?{ ID }
        AdditionalDocumentReference?{ ID DocumentType VersionID? }
        SellerSupplierParty{ $RESPONDENT } BuyerCustomerParty{ $RESPONDENT }
        $PROMISE
        OrderLine*{
            LineItem{ ID Note? LineStatusCode Quantity? @unitCode
                MaximumBackorderQuantity? $PROMISE
                Price?{ PriceAmount @currencyID BaseQuantity? @unitCode }
                Item{ Name $IDS } }
            SellerSubstitutedLineItem?{ ID Item{ Name? $IDS $CLASS
                ClassifiedTaxCategory?{ ID Percent? TaxScheme{ ID } }
                AdditionalItemProperty*{ $TRAIT } } }
            OrderLineReference{ LineID } }''',
    'DespatchAdvice': '''CustomizationID ProfileID ID IssueDate IssueTime?
        Note? OrderReference*{ ID }
        AdditionalDocumentReference*{ ID DocumentType? Attachment?{
            EmbeddedDocumentBinaryObject? @mimeCode @filename
            ExternalReference?{ URI } } }
        DespatchSupplierParty{ Party{ $SHIPPER Contact?{ $CONTACT } } }
        DeliveryCustomerParty{ Party{ $SHIPPER }
            DeliveryContact?{ $CONTACT } }
        BuyerCustomerParty?{ $OTHERS } SellerSupplierParty?{ $OTHERS }
        OriginatorCustomerParty?{ $OTHERS }
        Shipment?{ ID Information* GrossWeightMeasure? @unitCode
            GrossVolumeMeasure? @unitCode TotalTransportHandlingUnitQuantity?
            Consignment?{ ID Information? CarrierParty?{ $SCHEMED1
                PartyName?{ Name }
                Person?{ IdentityDocumentReference+{ ID DocumentType? } } } }
            ShipmentStage?{ TransportModeCode }
            Delivery?{ TrackingID? EstimatedDeliveryPeriod?{ $PERIOD }
                DeliveryParty?{ PartyIdentification?{ ID @schemeID? }
                    PartyName{ Name } PostalAddress?{ $ADDRESS }
                    Contact?{ $CONTACT } }
                Despatch?{ ActualDespatchDate? ActualDespatchTime?
                    DespatchAddress?{ ID? StreetName? AdditionalStreetName?
                        CityName? PostalZone? CountrySubentity?
                        AddressLine?{ Line }
                        Country?{ IdentificationCode } } } } }
        DespatchLine+{ ID Note? DeliveredQuantity @unitCode
            OutstandingQuantity? @unitCode OutstandingReason*
            OrderLineReference{ LineID SalesOrderLineID?
                OrderReference?{ ID } }
            DocumentReference*{ ID DocumentType? }
            Item{ Name $IDS $CLASS
                HazardousItem*{ UNDGCode? HazardClassID? }
                AdditionalItemProperty*{ ID? @schemeDataURI? @schemeID?
                    @schemeVersionID? $TRAIT }
                ItemInstance*{ ProductTraceID? @schemeID? ManufactureDate?
                    BestBeforeDate? SerialID?
                    LotIdentification?{ LotNumberID? ExpiryDate? } } }
            Shipment?{ ID TransportHandlingUnit*{ ID? @schemeID?
                TransportHandlingUnitTypeCode? HazardousRiskIndicator?
                ShippingMarks*
                MeasurementDimension*{ AttributeID Measure? @unitCode }
                Package*{ ID PackagingTypeCode? } } } }''',
    'ApplicationResponse': '''CustomizationID ProfileID ID IssueDate IssueTime?
        SenderParty{ EndpointID @schemeID }
        ReceiverParty{ EndpointID @schemeID }
        DocumentResponse{ Response{ ResponseCode Description? }
            DocumentReference{ ID DocumentTypeCode? VersionID? }
            LineResponse*{ LineReference{ LineID }
                Response{ ResponseCode? Description
                    Status{ StatusReasonCode } } } }''',
}
PROFILES = {
    'OrderResponse': ('order_response:3', 'ordering:3'),
    'DespatchAdvice': ('despatch_advice:3', 'despatch_advice:3'),
    'ApplicationResponse': ('mlr:3', 'mlr:3'),
}
# Of an answer to a change.
ADVANCED = ('order_response_advanced:3', 'advanced_ordering:3')


class Node:
    """What one element may hold."""

    def __init__(self, name, times):
        self.name, self.times = name, times
        self.kids, self.marks = None, {}


def grammar(text):
    while '$' in text:
        text = re.sub(r'\$([A-Z0-9]+)', lambda m: PARTS[m[1]], text)
    top = Node('', '')
    top.kids = []
    open_nodes = [top]
    for word in re.findall(r'@\w+\??|\w+[?*+]?|[{}]', text):
        if word == '{':
            open_nodes.append(open_nodes[-1].kids[-1])
            open_nodes[-1].kids = []
        elif word == '}':
            open_nodes.pop()
        elif word[0] == '@':
            open_nodes[-1].kids[-1].marks[word.strip('@?')] = \
                not word.endswith('?')
        else:
            name = word.rstrip('?*+')
            open_nodes[-1].kids.append(Node(name, word[len(name):]))
    return top


GRAMMARS = {root: grammar(text) for root, text in TREES.items()}


# --- small judgments --------------------------------------------------------

def check_digit(text):
    """GS1's modulo 10, for GLN, GTIN, SSCC."""
    total = sum(int(c) * (3 if i % 2 == 0 else 1)
                for i, c in enumerate(reversed(text[:-1])))
    return (10 - total % 10) % 10 == int(text[-1])


def good_gln(text):
    return re.fullmatch(r'\d{13}', text) is not None and check_digit(text)


def good_norwegian(text):
    if not re.fullmatch(r'\d{9}', text):
        return False
    rest = sum(int(c) * w for c, w in zip(text, (3, 2, 7, 6, 5, 4, 3, 2))) % 11
    return (11 - rest) % 11 == int(text[8])


def good_date(text):
    if not re.fullmatch(r'\d{4}-\d\d-\d\d', text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def good_time(text):
    return re.fullmatch(r'([01]\d|2[0-3]):[0-5]\d:[0-5]\d'
                        r'(Z|[+-]\d\d:\d\d)?', text) is not None


def number(text):
    return float(text) if re.fullmatch(r'-?\d+(\.\d+)?', text) else None


def code_list(path):
    try:
        with open(os.path.join(SHARED, 'reference/codes', path),
                  encoding='utf-8') as f:
            return {line.split('\t')[0] for line in f} or None
    except OSError:
        return None


UNITS = code_list('rec20_active.tsv')
CURRENCIES = code_list('iso4217_minor_units.tsv')


def good_unit(code):
    """Rec 20, or Rec 21 behind an X."""
    if re.fullmatch(r'X[A-Z0-9]{2}', code):
        return True
    return re.fullmatch(r'[A-Z0-9]{1,3}', code) is not None and \
        (UNITS is None or code in UNITS)


def good_currency(code):
    return re.fullmatch(r'[A-Z]{3}', code) is not None and \
        (CURRENCIES is None or code in CURRENCIES)


def local(e):
    return e.tag.rsplit('}', 1)[-1]


def namespace(e):
    return e.tag[1:].split('}', 1)[0] if e.tag[0] == '{' else ''


# --- one document ------------------------------------------------------------

class Judge:
    def __init__(self, root, own_profile):
        self.root, self.own_profile = root, own_profile
        self.faults = []

    def say(self, where, what):
        self.faults.append(f'{where}: {what}')

    def texts(self, path, e=None):
        steps = './' + '/'.join(
            f'{{{CAC if c[0] == "+" else CBC}}}{c.lstrip("+")}'
            for c in path.split('/'))
        return [(x.text or '').strip()
                for x in (self.root if e is None else e).findall(steps)]

    def text(self, path, e=None):
        return (self.texts(path, e) + [''])[0]

    def parts(self, path, e=None):
        return (self.root if e is None else e).findall(
            './' + '/'.join(f'{{{CAC}}}{c}' for c in path.split('/')))

    def judge(self):
        kind = local(self.root)
        if namespace(self.root) != f'{URN}{kind}-2' or \
                kind not in list(TREES) + ['Order']:
            self.say('/', f'<{kind}> is no document that we send')
            return self.faults
        self.everywhere(self.root, '/' + kind)
        if kind == 'Order':
            return self.faults
        self.tree(self.root, GRAMMARS[kind], '/' + kind)
        self.profile(kind)
        getattr(self, kind)()
        return self.faults

    def tree(self, e, allowed, where):
        """Only what may be there, as often as it may."""
        seen = {}
        for kid in e:
            seen[local(kid)] = seen.get(local(kid), 0) + 1
            node = next((n for n in allowed.kids if n.name == local(kid)),
                        None)
            at = f'{where}/{local(kid)}[{seen[local(kid)]}]'
            if node is None:
                self.say(at, 'has no place here')
                continue
            wanted = CBC if node.kids is None else CAC
            if namespace(kid) != wanted:
                self.say(at, 'is of the wrong name space')
            for mark in kid.attrib:
                if mark not in node.marks:
                    self.say(at, f'may not have {mark}')
            for mark, must in node.marks.items():
                if must and mark not in kid.attrib:
                    self.say(at, f'lacks {mark}')
            if node.kids is not None:
                self.tree(kid, node, at)
        for node in allowed.kids:
            n = seen.get(node.name, 0)
            if n == 0 and node.times in ('', '+'):
                self.say(where, f'lacks {node.name}')
            if n > 1 and node.times in ('', '?'):
                self.say(where, f'has {n} times {node.name}')

    def everywhere(self, e, where):
        """Rules of the single element, whatever the document."""
        name, text = local(e), (e.text or '').strip()
        if len(e) == 0 and text == '':
            self.say(where, 'is empty')
        for mark, value in e.attrib.items():
            if mark.endswith('schemaLocation'):
                self.say(where, 'names a schema location')
            elif value.strip() == '':
                self.say(where, f'has an empty {mark}')
        if 'unitCode' in e.attrib and not good_unit(e.attrib['unitCode']):
            self.say(where, f'unit {e.attrib["unitCode"]!r} is unknown')
        if 'currencyID' in e.attrib and \
                not good_currency(e.attrib['currencyID']):
            self.say(where, f'currency {e.attrib["currencyID"]!r}')
        if len(e) == 0:
            self.leaf(e, name, text, where)
        if name.endswith('Period'):
            self.period(e, where)
        seen = {}
        for kid in e:
            seen[local(kid)] = seen.get(local(kid), 0) + 1
            self.everywhere(kid, f'{where}/{local(kid)}[{seen[local(kid)]}]')

    def leaf(self, e, name, text, where):
        if name.endswith('Date') and not good_date(text):
            self.say(where, f'{text!r} is no date YYYY-MM-DD')
        if name.endswith('Time') and not good_time(text):
            self.say(where, f'{text!r} is no time HH:MM:SS')
        if name.endswith(('Quantity', 'Amount', 'Percent')) and \
                number(text) is None:
            self.say(where, f'{text!r} is no plain number')
        if name in ('IdentificationCode',) and \
                not re.fullmatch(r'[A-Z]{2}', text):
            self.say(where, f'{text!r} is no country')
        if name == 'DocumentCurrencyCode' and not good_currency(text):
            self.say(where, f'{text!r} is no currency')
        self.scheme(e.attrib.get('schemeID'), name, text, where)

    def scheme(self, scheme, name, text, where):
        if scheme == 'SSCC' and (not re.fullmatch(r'\d{18}', text) or
                                 not check_digit(text)):
            self.say(where, f'{text!r} is no SSCC')
        if scheme == '0088' and not good_gln(text):
            self.say(where, f'{text!r} is no GLN')
        if scheme == '0192' and not good_norwegian(text):
            self.say(where, f'{text!r} is no Norwegian number')
        if scheme == '0007' and not re.fullmatch(r'\d{10}', text):
            self.say(where, f'{text!r} is no Swedish number')
        if name == 'EndpointID' and \
                not re.fullmatch(r'\d{4}|[A-Z]{2}', scheme or ''):
            self.say(where, f'scheme {scheme!r} is none of the EAS list')

    def period(self, e, where):
        start, end = self.text('StartDate', e), self.text('EndDate', e)
        if start and end and end < start:
            self.say(where, f'ends {end}, before it begins {start}')

    def profile(self, kind):
        if self.own_profile:
            return
        custom, process = PROFILES[kind]
        advanced = 'order_response_advanced' in self.text('CustomizationID')
        if kind == 'OrderResponse' and advanced:
            custom, process = ADVANCED
        elif self.parts('OrderChangeDocumentReference') or \
                kind == 'OrderResponse' and \
                self.parts('AdditionalDocumentReference'):
            self.say('/' + kind, 'names a change, which Peppol\'s ordering '
                     'has no place for')
        if not self.text('CustomizationID').startswith(
                'urn:fdc:peppol.eu:poacc:trns:' + custom):
            self.say('/' + kind, 'CustomizationID is not Peppol\'s')
        if self.text('ProfileID') != 'urn:fdc:peppol.eu:poacc:bis:' + process:
            self.say('/' + kind, 'ProfileID is not Peppol\'s')

    def unique(self, ids, what):
        for x in sorted({i for i in ids if ids.count(i) > 1}):
            self.say(what, f'{x!r} names several lines')

    # --- order response

    def OrderResponse(self):
        code, lines = self.text('OrderResponseCode'), self.parts('OrderLine')
        if code not in ('AB', 'AP', 'RE', 'CA'):
            self.say('OrderResponseCode', f'{code!r} is no answer')
        if code == 'CA' and not lines:
            self.say('OrderLine', 'CA must send every line')
        if code != 'CA' and lines and not (code == 'AB' and
                                           self.own_profile):
            self.say('OrderLine', f'{code} must not send lines')
        currency = self.text('DocumentCurrencyCode')
        for e in self.root.iter():
            if e.attrib.get('currencyID', currency) != currency:
                self.say(local(e), 'is in another currency')
        for role in ('SellerSupplierParty', 'BuyerCustomerParty'):
            for party in self.parts(role + '/Party'):
                if not self.text('+PartyLegalEntity/RegistrationName',
                                 party) and \
                        not self.text('+PartyIdentification/ID', party):
                    self.say(role, 'has neither name nor id')
        self.unique(self.texts('+OrderLine/+LineItem/ID'), 'LineItem/ID')
        for i, line in enumerate(lines, 1):
            self.response_line(line, f'OrderLine[{i}]',
                               ('4',) if code == 'AB' else
                               ('1', '3', '5', '7', '42'))

    def response_line(self, line, where, known):
        status = self.text('+LineItem/LineStatusCode', line)
        if status not in known:
            self.say(where, f'status {status!r} is unknown')
        if len(self.parts('OrderLineReference', line)) != 1:
            self.say(where, 'needs one reference to the order\'s line')
        for name in ('Quantity', 'MaximumBackorderQuantity'):
            n = number(self.text('+LineItem/' + name, line))
            if n is not None and n < 0:
                self.say(where, f'{name} is negative')

    # --- despatch advice

    def DespatchAdvice(self):
        lines = self.parts('DespatchLine')
        heads = self.texts('+OrderReference/ID')
        self.unique(self.texts('+DespatchLine/ID'), 'DespatchLine/ID')
        for i, line in enumerate(lines, 1):
            self.despatch_line(line, f'DespatchLine[{i}]', heads)

    def despatch_line(self, line, where, heads):
        if not self.text('+Item/+StandardItemIdentification/ID', line) and \
                not self.text('+Item/+SellersItemIdentification/ID', line):
            self.say(where, 'has neither our number nor a GTIN')
        for name in ('DeliveredQuantity', 'OutstandingQuantity'):
            n = number(self.text(name, line))
            if n is not None and n < 0:
                self.say(where, f'{name} is negative')
        if self.text('OutstandingQuantity', line) and \
                not self.text('OutstandingReason', line):
            self.say(where, 'tells no reason why something is outstanding')
        own = self.text('+OrderLineReference/+OrderReference/ID', line)
        if not heads and not own:
            self.say(where, 'belongs to no order')
        if len(heads) > 1 and not own:
            self.say(where, 'does not say to which order it belongs')
        for shipment in self.parts('Shipment', line):
            if self.text('ID', shipment) != 'NA':
                self.say(where, 'Shipment/ID of a line is NA')

    # --- application response

    def ApplicationResponse(self):
        code = self.text('+DocumentResponse/+Response/ResponseCode')
        lines = self.parts('DocumentResponse/LineResponse')
        if code not in ('AB', 'AP', 'RE'):
            self.say('ResponseCode', f'{code!r} is no answer')
        if code == 'RE' and not lines and not self.text(
                '+DocumentResponse/+Response/Description'):
            self.say('Response', 'refuses without a reason')
        for i, line in enumerate(lines, 1):
            reason = self.text('+Response/+Status/StatusReasonCode', line)
            if reason not in ('BV', 'BW', 'SV'):
                self.say(f'LineResponse[{i}]', f'reason {reason!r}')
            if self.text('+Response/ResponseCode', line) not in \
                    ('AB', 'AP', 'RE', ''):
                self.say(f'LineResponse[{i}]', 'unknown code')


# --- files ---------------------------------------------------------------------

def schema_of(kind, version='2.1'):
    path = os.path.join(SHARED, f'schemas/ubl{version.replace(".", "")}/'
                        f'maindoc/UBL-{kind}-{version}.xsd')
    return path if os.path.exists(path) and shutil.which('xmllint') else None


def schema_faults(kind, version, paths):
    """All files of a kind at once: reading the schema is the slow part."""
    faults = {}
    if not schema_of(kind, version):
        return faults
    run = subprocess.run(['xmllint', '--nonet', '--noout', '--schema',
                          schema_of(kind, version)] + paths, capture_output=True,
                         text=True, check=False)
    for line in run.stderr.splitlines():
        for path in paths:
            if line.startswith(path + ':') and 'error' in line:
                faults.setdefault(path, []).append(
                    'schema' + line[len(path):])
            elif line == path + ' fails to validate':
                faults.setdefault(path, [])
    for path, said in faults.items():
        if not said:
            said.append('schema: not valid')
    if run.returncode not in (0, 1, 3, 4):
        faults.setdefault(paths[0], []).append(
            f'schema: xmllint ended with {run.returncode}: {run.stderr}')
    return faults


def judge_files(paths, own_profile=False):
    """{path: [faults]} in the order given."""
    said, kinds = {}, {}
    for path in paths:
        try:
            root = ET.parse(path).getroot()
        except (ET.ParseError, OSError) as e:
            said[path] = [f'cannot be read: {e}']
            continue
        said[path] = Judge(root, own_profile).judge()
        # Since UBL 2.2 a change has a reference of its own.
        version = '2.1' if root.find(
            f'{{{CAC}}}OrderChangeDocumentReference') is None else '2.3'
        kinds.setdefault((local(root), version), []).append(path)
    for (kind, version), group in kinds.items():
        for path, faults in schema_faults(kind, version, group).items():
            said[path] = faults + said[path]
    return said


def files_of(args):
    for arg in args:
        if not os.path.isdir(arg):
            yield arg
            continue
        for folder, _, names in sorted(os.walk(arg)):
            for name in sorted(names):
                if name.endswith('.xml'):
                    yield os.path.join(folder, name)


# --- as a test --------------------------------------------------------------------

def writers_binary():
    named = os.environ.get('TEST_WRITERS')
    if named:
        return named
    for variant in ('asan', 'checked', 'clang', 'release'):
        path = os.path.join(ROOT, 'build', variant, 'tests/test_writers')
        if os.access(path, os.X_OK):
            return path
    return None


# Document, what to replace by what, and a word of the fault that must follow.
SPOILED = [
    ('AP.xml', '>AP<', '>CA<', 'CA must send'),
    ('response-ca.xml', '>CA<', '>AP<', 'AP must not'),
    ('response-ca.xml', '>CA<', '>29<', 'is no answer'),
    ('response-ca.xml', 'unitCode="EA"', '', 'lacks unitCode'),
    ('response-ca.xml', 'unitCode="EA"', 'unitCode="ZZZ9"', 'unit'),
    ('response-ca.xml', '>2026-11-21<', '>2026-11-21Z<', 'no date'),
    ('response-ca.xml', '>2026-11-21<', '>2026-11-31<', 'no date'),
    ('response-ca.xml', '02:00:00Z', '2:00', 'no time'),
    ('response-ca.xml', '>PO-258-1<', '> <', 'is empty'),
    ('response-ca.xml', '<cbc:LineStatusCode>3', '<cbc:LineStatusCode>4',
     'status'),
    ('response-ca.xml', '<cbc:ID>2</cbc:ID>', '<cbc:ID>1</cbc:ID>',
     'several lines'),
    ('response-ca.xml', 'currencyID="EUR"', 'currencyID="USD"', 'currency'),
    ('response-ca.xml', '7300010000001', '7300010000002', 'no GLN'),
    ('response-ca.xml', 'order_response:3', 'order_response:2', 'Peppol'),
    ('response-ca.xml', '<cac:PartyLegalEntity>',
     '<cac:PartyName><cbc:Name>X</cbc:Name></cac:PartyName>'
     '<cac:PartyLegalEntity>', 'no place'),
    ('response-ca.xml', '<cbc:StartDate>2026-12-01', '<cbc:StartDate>'
     '2026-12-02', 'before it begins'),
    ('despatch.xml', '340123450000000017', '340123450000000014', 'SSCC'),
    ('despatch.xml', '<cbc:OutstandingReason>the rest follows'
     '</cbc:OutstandingReason>', '', 'reason'),
    ('despatch.xml', 'cac:SellersItemIdentification',
     'cac:BuyersItemIdentification', 'neither our number'),
    ('despatch.xml', '<cbc:ID>NA</cbc:ID>', '<cbc:ID>S1</cbc:ID>', 'NA'),
    ('despatch.xml', '<cbc:ID>S-55</cbc:ID>', '', 'lacks ID'),
    ('despatch.xml', '>600.5<', '>-1<', 'negative'),
    ('despatch-several.xml', '<cac:OrderReference>\n\t\t\t\t<cbc:ID>B-2'
     '</cbc:ID>\n\t\t\t</cac:OrderReference>', '', 'which order'),
    ('technical-re.xml', '>SV<', '>XX<', 'reason'),
    ('technical-re.xml', '<cbc:DocumentTypeCode>220', '<cbc:Note>x</cbc:Note>'
     '<cbc:DocumentTypeCode>220', 'no place'),
]


class Tap:
    def __init__(self):
        self.n, self.failed = 0, 0

    def ok(self, good, text, faults=()):
        self.n += 1
        self.failed += not good
        print(f'{"ok" if good else "not ok"} {self.n} - {text}')
        for fault in faults:
            print(f'# {fault}')

    def skip(self, text, why):
        self.n += 1
        print(f'ok {self.n} - {text} # SKIP {why}')


def tap_spoiled(tap, out):
    for name, old, new, word in SPOILED:
        with open(os.path.join(out, name), encoding='utf-8') as f:
            text = f.read()
        path = os.path.join(out, 'spoiled.xml')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text.replace(old, new))
        faults = judge_files([path])[path]
        found = old in text and any(
            word in fault for fault in faults if
            not fault.startswith('schema'))
        tap.ok(found, f'a fault is found in {name}: {word}',
               () if found else faults or ['nothing found'])
        os.unlink(path)


def tap_corpus(tap):
    """Documents by others that an official judge called clean."""
    for folder, names in (
            ('own', ('own-orderresponse-AB', 'own-orderresponse-AP',
                     'own-orderresponse-RE', 'own-orderresponse-CA')),
            ('peppol', ('UC2_Order_response', 'OrderResponse_Example',
                        'DespatchAdvice_Example',
                        'DespatchAdvice-BIS3_UseCase1',
                        'DespatchAdvice-BIS3_UseCase3',
                        'MessageLevelResponse_Example'))):
        for name in names:
            path = os.path.join(SHARED, 'corpus/ubl', folder, name + '.xml')
            text = f'a clean document of others is clean: {name}'
            if not os.path.exists(path):
                tap.skip(text, 'no corpus')
                continue
            faults = judge_files([path])[path]
            tap.ok(not faults, text, faults)


def main_tap():
    binary, tap = writers_binary(), Tap()
    if binary is None:
        print('1..0 # SKIP tests/test_writers is not built')
        return 0
    os.makedirs(os.path.join(ROOT, 'build'), exist_ok=True)
    with tempfile.TemporaryDirectory(dir=os.path.join(ROOT, 'build')) as out:
        run = subprocess.run([binary], env=dict(os.environ, WRITERS_OUT=out),
                             cwd=ROOT, capture_output=True, check=False)
        tap.ok(run.returncode == 0, 'the writers write')
        if not schema_of('OrderResponse'):
            tap.skip('documents are valid', 'no schemas or no xmllint')
        documents = judge_files(list(files_of([out])))
        for path, faults in documents.items():
            tap.ok(not faults, f'{os.path.basename(path)} keeps the rules',
                   faults)
        tap.ok(len(documents) >= 10, 'there were documents to judge')
        if run.returncode == 0:
            tap_spoiled(tap, out)
    tap_corpus(tap)
    print(f'1..{tap.n}')
    return 1 if tap.failed else 0


def main(args):
    own_profile = '--own-profile' in args
    args = [a for a in args if a != '--own-profile']
    if args == ['--tap']:
        return main_tap()
    if not args or any(a.startswith('--') for a in args):
        print(__doc__.strip(), file=sys.stderr)
        return 64
    said = judge_files(list(files_of(args)), own_profile)
    if not schema_of('OrderResponse'):
        print('no schemas or no xmllint: rules only', file=sys.stderr)
    for path, faults in said.items():
        for fault in faults:
            print(f'{path}: {fault}')
    return 1 if any(said.values()) else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
