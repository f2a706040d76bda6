"""What people say when they look for a tool. Data only; each list is general."""

from __future__ import annotations

# Words that say nothing of what is looked for.
STOP = frozenset(
    """
    a about after all also am an and any are as at be been being but by can could did do does doing find for from get
    give had has have having he help her here his how i if in into is it its just know let like looking may me might
    must my need no not of off on only or our over own please provide s same shall she should show so some such t tell
    than that the their them then there these they this those to too up us use using very want was we were what when
    where which who whom whose why will with would you your am m re ve ll d don im ive
    """.split()
)
# Small words that tell a little, and are nobody's name misspelt.
SMALL = frozenset(
    """
    again against already always among another anything because before behind below beside besides between beyond both
    cannot cant didnt doesnt dont during each either else ever every everything few further hence however instead isnt
    less many more most much neither never nothing often once one other others otherwise per rather since something
    soon still than though through thus today together under unless until upon whether while within without wont yet
    """.split()
)
# Words that any wish may be dressed in: they count half.
FAINT = frozenset(
    """
    able allow assist base best build business company content create customer data details develop different enable
    good helping information make model new online person people platform product program project service someone
    specific system task team application app user various website work given
    """.split()
)
# One line, one subject: who asks for one of them may mean any other.
NEAR = """
    image picture photo photograph visual
    film movie
    video clip footage
    shop shopping store buy purchase
    job career vacancy employment
    speech voice spoken audio
    summary summarise summarisation condense
    translate translation
    text sentence document
    illustration drawing picture
    price cost
    trip travel vacation journey tourism
    house home property estate
    news headline article
    dataset corpus
    chat conversation dialogue
    maths mathematics calculate calculation
    music song
    recipe cooking meal dish
    weather forecast
    prediction predict forecast
    classify classification categorise category
    detect detection recognise recognition identify identification
    generate generation synthesis synthesise
    convert conversion transform
    caption describe description
    law legal lawyer
    stock share equity
    restaurant dining
    fitness exercise workout
    car vehicle automobile
    paper publication academic scholarly research
    flight airline airfare
    question answer qa
    pdf document file
    webpage site web
    presentation slide
    game gaming
    crypto cryptocurrency bitcoin
    search lookup retrieve
    map location place
    health medical clinical
    student learn education educational course
    similar similarity alike compare
    robot robotics
    depth distance
    emotion sentiment mood feeling opinion
    table spreadsheet tabular csv
    english en
    french fr
    german de
    spanish es
    italian it
    portuguese pt
    russian ru
    chinese zh mandarin
    japanese ja
    korean ko
    arabic ar
    dutch nl
    polish pl
    turkish tr
    hindi hi
    swedish sv
"""
