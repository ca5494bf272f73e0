/**
 * Opposites that are no matter of a dictionary of antonyms: function words, directions, settings, what one does
 * with an account, a machine or a file. Each line is a group of two sides; words of one side mean the opposite of
 * those of the other. Collected by hand.
 */
export const ownOpposites: readonly (readonly [readonly string[], readonly string[]])[] = `
  in | out
  on | off
  up | down
  to | from
  into | out
  onto | off
  with | without
  for | against
  before | after
  until till | after since
  above over | below under beneath underneath
  inside within | outside
  ahead | behind
  front | back rear
  left | right
  here | there
  all every everything everyone everybody always | none no nothing nobody never
  all every both | some any either neither
  and | or
  more | less fewer
  most | least fewest
  many much | few little
  maximum max maximal maximize maximise highest largest biggest | minimum min minimal minimize minimise lowest smallest
  upper top | lower bottom
  high higher highest | low lower lowest
  increase increases increased increasing raise raises raised grow grows | decrease decreases decreased decreasing reduce reduces reduced lower lowers lowered shrink shrinks cut cuts
  add adds added adding insert append include includes included including | remove removes removed removing delete deletes deleted deleting drop exclude excludes excluded excluding
  enable enables enabled enabling activate activated turn-on allow allows allowed permit unblock unlock | disable disables disabled disabling deactivate deactivated block blocks blocked forbid prevent prohibit lock
  open opens opened opening | close closes closed closing shut
  start starts started starting begin begins launch resume | stop stops stopped stopping end ends ended ending finish quit pause cancel
  buy buys buying bought purchase | sell sells selling sold
  import imports importing imported | export exports exporting exported
  upload uploads uploading uploaded | download downloads downloading downloaded
  send sends sending sent | receive receives receiving received
  deposit deposits deposited | withdraw withdraws withdrawn withdrawal
  lend lends lent | borrow borrows borrowed
  load loads loading read reads reading | save saves saving store stores write writes writing
  encrypt encrypts encryption | decrypt decrypts decryption
  encode encodes encoding | decode decodes decoding
  compress compresses zip | decompress extract unzip
  install installs installing | uninstall uninstalls uninstalling
  push pushes | pull pulls
  push pushes | pop pops
  attach mount connect link join | detach unmount disconnect unlink leave
  show shows display reveal visible unhide | hide hides hidden conceal invisible
  accept accepts accepted approve approved confirm | reject rejects rejected decline declined refuse refused deny denied
  win wins winning won | lose loses losing lost
  gain gains profit profits | loss losses
  pass passes passed succeed success | fail fails failed failure failing
  arrive arrives arrival arrivals | depart departs departure departures leave leaves
  enter enters entry entrance | exit exits
  love loves like likes | hate hates dislike dislikes
  ascending asc ascend | descending desc descend
  first earliest | last latest
  earlier early earliest | later late latest
  old older oldest | new newer newest young younger youngest recent latest
  best better | worst worse
  good | bad evil poor
  fast faster fastest quick quicker quickest quickly | slow slower slowest slowly
  big bigger biggest large larger largest | small smaller smallest little tiny
  long longer longest | short shorter shortest
  hot hotter hottest warm warmer | cold colder coldest cool cooler
  easy easier easiest simple simpler simplest | hard harder hardest difficult complex complicated
  cheap cheaper cheapest | expensive costly dear dearest dearer
  rich | poor
  true | false
  yes | no
  safe safely secure | dangerous risky hazardous insecure
  public | private
  internal | external
  local | remote
  local domestic national | international foreign overseas abroad global
  online | offline
  manual manually | automatic automatically
  static | dynamic
  credit credits | debit debits
  incoming inbound | outgoing outbound
  input inputs | output outputs
  client clients | server servers
  employer employers | employee employees
  landlord | tenant tenants
  parent parents | child children
  husband | wife
  man men male | woman women female
  boy boys | girl girls
  mother mom mum | father dad
  son sons | daughter daughters
  brother brothers | sister sisters
  uncle | aunt
  king | queen
  teacher teachers | student students
  buyer buyers | seller sellers
  sender | recipient receiver
  north northern | south southern
  east eastern | west western
  heaven | hell
  day daytime | night nighttime
  vertical vertically | horizontal horizontally
  positive | negative
  plus | minus
  multiply | divide
  symptoms symptom effects effect results | causes cause reasons
  advantage advantages benefit benefits pros | disadvantage disadvantages drawback drawbacks risk risks cons
  cause causes | prevent prevents cure cures treat treats
  strength strengths | weakness weaknesses
  temporary temporarily | permanent permanently
  required mandatory compulsory necessary | optional
  full | empty
  free | paid
  single | married
  alive living | dead
  wet | dry
  heavy heavier heaviest | light lighter lightest
  thick | thin
  wide wider | narrow narrower
  deep deeper | shallow
  near nearer nearest close closest | far farther farthest further furthest distant
  same | different
  often frequently usually | rarely seldom
  legal legally | illegal illegally
  ask | answer
  give gives giving | take takes taking
  forward forwards | backward backwards
  rise rises rising | fall falls falling
  freeze freezes frozen | unfreeze melt thaw
  log-in login signin | log-out logout signout
  remember | forget
  wake | sleep
  birth born | death died
  war | peace
  question questions | answer answers
`
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line !== "")
  .map((line) => {
    const [one = "", other = ""] = line.split("|");
    return [one.trim().split(/\s+/), other.trim().split(/\s+/)] as const;
  });
