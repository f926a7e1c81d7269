/**
 * The words and phrases behind the hints, as data: to teach the form a new phrase, add it here and to the tests.
 *
 * Topic phrases are matched against lower-case words with one space between them, and ' ; ' where a sentence or a
 * quotation ends. They are regular expressions over whole words, with these short forms:
 *
 *   *   any letters: the rest of a word, or its beginning
 *   _   at most one word                   …   at most four words, within the sentence
 *   @   the staff, spoken of or spoken to: I, my, you, your …
 *   &   the same, as object: me, you       #   family: children, partner (with or without @ before)
 *   %   will, shall, may                   ;   the end of a sentence or quotation
 */

/** What a text can be about, in the order that `findTopics` answers. */
export type Topic = 'threat' | 'weapon' | 'socialMedia' | 'suicide';

/** What the short forms stand for, in the order they are written out. */
export const shortForms: readonly (readonly [RegExp, string])[] = [
	[/#/g, '(@ )?(barn*|famil*|dott*|son|sonen|sons|man|mannen|fru|frun|sambo*|ungar*)'],
	[/@/g, '(jag|mig|min|mina|mitt|vi|oss|vår|våra|vårt|du|dig|din|dina|ditt|ni|er|era|ert)'],
	[/&/g, '(dig|er|mig|oss)'],
	[/%/g, '(ska|skulle|kommer|får)'],
	[/\*/g, '[^ ;]*'],
	[/ _/g, '( [^ ;]+)?'],
	[/ …/g, '( [^ ;]+){0,4}']
];

/** Words and phrases that look like a topic but are not; taken away before the topics are looked for. */
export const lookAlikes: readonly string[] = [
	'(ing*|inte|utan|aldrig) hot*|hota* inte|ingen (vet|visste)|döda (vinkel*|tid*)',
	'vapenvil*|vapendrag*|kniv(sta*|ig*)|smörkniv*|bomba(r*|s*|y*)',
	'skjut* (upp|fram|till|på (m|b|d)*)|l* ut (pengar*|för|annons*)|häng* med ut'
];

/** What people write, per topic. */
export const lexicon: Record<Topic, readonly string[]> = {
	threat: [
		// Said outright
		'(|mord|döds|bomb|vapen)hot(?!ell|mail)*|(döda|mörda|våldta|spöa)r?|ta (död|kål) på|tar? (|jag |vi )(ditt|mitt|ert|era|våra) liv',
		'(slå*|sl[ao]g*|skjut*|spark*|hugg*|ha) … ihjäl|(slå|skjut(a|er)|knäcka|krossa|skada) (&|min*|din*|ner|sönder|någon)(?! (själv|ner))',
		'göra? (&|min*|din*|någon) _ illa(?! b)|bryta … (ben*|arm*)|halsen av|(få|ge) _ (stryk|spö|smäll)|på käften|eld på|tända på|bränn(a|er) (ner|upp|@)|spräng(a|er)',
		'(du|ni|jag) är (en |)död(|a|ens)|(du|ni|alla|att jag|att vi) (%|borde) (|att )dö|; dö|hoppas … dör|dagar är räknade|liv* till ett helvete|förstöra @ liv',
		// Knows who and where you are
		'(vet|visste) (var|vart) _ @|((vet|visste) (vilk*|när) … @|att _ (vet|visste) (var|vart|vilk*)) … (bo*|jobb*|arbeta*|gå*|gick|kör*|åk*|parkera*|hämta*)',
		'(vet|visste) vem @|vet hur … ser ut|vet att (du|ni|jag) (bor|går|åk*|kör*|brukar)|reda på var @|väg @ tar|(du|ni) vet vad|(jag|vi) ser dig',
		'(min|din) (hem|)adress*|(utanför|bild* på) @ (#|hus*|hem*|bil|port*|dörr*)|på min (bil|ytterd*)|min brevlåd*|(följ*|gick) efter &|förfölj* &|(ögonen|koll) på &',
		'(leta*|sök*) upp (dig|mig)|hittar? &|hem till (dig|mig)|vänta* på & (utanför|efter)|(du|ni) (går|åk*|kör*) … (hem|ensam)',
		// Has opinions on your family
		'du har _ _ #|(har du|om jag har|om jag hade) (barn|familj)|hoppas (|att )(?!du|ni|allt)* … har det bra|rädd om (@|livet)',
		'hälsa (|till )#|fin(|a|t) * (du|ni) har|tänka? på @ #|@ # namn|@ # … ensam*',
		// It will go badly for you
		'händer (|det )(grejer|saker)|(annars|eller|så) händer _ något|(kan|%) (|att )hända (@|grejer|saker|något)|olyckor händ*',
		'hoppas (|att )inget … händer|(synd|tråkigt) om … (händ*|råka*)|råka (illa ut|ut för något)|(kan|%) _ (gå|sluta) _ illa|blir det konsekvenser',
		'% _ _ (ångra|sota|plikta|få (lida|för det|betala (för|;)|se (vad|på|;)))|skylla &|ska betala för (det|vad)|vänta _ bara|(%|bör|borde) (se upp|vara försiktig)(?! med)',
		'(passa|akta) (&|sig)(?! (b|på|kl))|över axeln|(inte|aldrig) _ (gå*|känna &) _ säker*|hämnas|hämnd*|ger? igen',
		'vi ses (;|ute|utanför|hemma|privat|på stan|när du)|skicka* _ (folk|killar*|grabbar*|bröder)|känner _ folk|låt (?!det)* _ vara',
		'bäst för & (om|att)|sluta (utred*|gräv*)|det smäller|smäller det|sista varning*|varn(ar|ade) &',
		// English
		'threat*|murder*|(kill|hurt|find) (you|me|us)|know where'
	],
	weapon: [
		'*vap(en|ne)*|*pistol*|revolver*|*gevär*|*kniv*|yx(a|an|or)|machete*|svärd(|et)|*bomb*|*granat(|en|er)|spräng(med|äm|ladd|a|er)*',
		'skjut(a|er|it|en|ning*)|(sköt|högg) (@|mot|efter)|skott(|et|en|loss*)|en kula i|patron(er|hyls*)|ammunition|beväpna*|kalasjn*',
		'*(ball|boll|slag)trä*|järnrör*|hammare*|sax(|en)|tillhygg*|syra(|n|attack*)|pepparspr*',
		'knife|a gun|guns|weapon*|shoot*'
	],
	socialMedia: [
		'facebook*|fb|insta(|gram*)|tik(| )tok*|snap(|pen|chat*)|youtube*|flashback*|twit*|whatsapp*|sociala medier',
		'på (nätet|internet)|nät(hat|drev)*|inlägg(|et|en)|blogg*|podd*|namn och bild',
		'(lägg*|lade|la|lagt*|häng*) _ ut|uthäng*|utlagd*|publicera* (@|namn*|bild*)|posta* (på|i en|om|bild*|film*|min|mitt)',
		'*filma*|filmklipp*|film(ed|ing)|*fotografera*|(bild*|film|foto*|kort) på @|live(| )sän*|*stream*|(går|gick|sän*) live|spela* in (@|möte*|samtal*)'
	],
	suicide: [
		'*självmord*|*suicid*|självskad*|livet av (sig|mig)|t(a|ar|og|agit) (|jag |hon |han )(sitt|mitt) _ liv|avskedsbrev*|dödslängtan|överdos*|(trött på|mening med) (livet|att leva)',
		'(inte _ (ork*|vill|ville)|(ork*|vill|ville) _ inte) _ (leva|finnas|vakna)(?! (med|ihop|som|här|på [bsf]))|inte (|att |vill |ville )(leva|vara med) (längre|mer|till)',
		'(vill|ville|vilja) (|bara )dö|sig för att dö|(lika (bra|gärna)|hellre|bättre) … död?r?|önskar … död|hitta* * död|att leva för|värt att leva|(finns|lever) jag inte',
		'(avsluta|slut på) _ liv*|slut på allt|(skada*|skär*|skar) (sig|mig) själv*|skära? (sig|mig) i|häng(a|er|de|t) sig|ser ingen utväg',
		'(hoppa*|kasta sig) (framför|från (bron|balk*|tak*))|(skjuta|sköt) (sig|mig själv)|alla (|sina |mina )(tabletter*|piller*)',
		'kill* (my|him|her|them)sel*|want* to die|(not|t) want to live'
	]
};

/** What street names end with, as one word or two (björkvägen 3, Kungs gata 5, Södra Vägen 12). */
export const streetEndings = '[Gg]atan?|[Vv]äg(?:en)?|gränd(?:en)?|[Tt]org(?:et)?|allén?|slingan';

/** Endings that ordinary words share: a street only with a capital letter (Solbacken 3, not 'parken 3'). */
export const capitalStreetEndings = 'backen?|stigen?|ringen|leden|parken';

/** First words that make 'väg' and 'gata' something else than a name (Hela vägen 3 …). */
export const notStreetNames = 'Hela|Halva|Samma|Andra|Hans';

/** Beginnings that make '…väg' a kind of road, not an address (motorväg 4, Riksväg 40). */
export const roadKinds = 'motor|[Rr]iks|läns|om|ut|gen|hem|skol';

/** Words after a number that it counts, so that it is no house number (på Storgatan 2 gånger). */
export const countedThings = 'gång|k?m |meter|minut|timm|dagar|veck|pers|män|kvinn|kill';
