/** Words of Lithuanian statements by category; `~` marks what stands in a payment's text, not in a shop's name. */
export const lithuanian = `
income.salary: ~darbo užmokestis | ~atlyginimas | ~DU už mėnesį | ~alga | ~avansas darbo užmokestis | ~premija darbuotojui | ~atostoginiai | ~ligos pašalpa darbdavio | ~galutinis atsiskaitymas su darbuotoju
income.pension: ~pensija | ~senatvės pensija | ~našlių pensija | ~netekto darbingumo pensija | ~sodros pensija išmoka
income.benefits: ~nedarbo išmoka | ~socialinė pašalpa | ~motinystės išmoka | ~ligos išmoka sodra | ~vaiko priežiūros išmoka | ~būsto šildymo kompensacija | socialinės paramos skyrius ~ pašalpa | ~išmoka tėvystės atostogos | užimtumo tarnyba
income.child-benefit: ~vaiko pinigai | ~išmoka vaikui | ~vienkartinė išmoka gimus vaikui | ~universali išmoka vaikui
income.business: ~apmokėjimas pagal sąskaitą serija | ~už suteiktas paslaugas pagal sutartį | ~autorinis atlyginimas | ~individuali veikla pajamos | ~už prekes pagal pvm sąskaitą gauta
income.interest: ~palūkanos už indėlį | ~sąskaitos palūkanos | ~priskaičiuotos palūkanos | ~indėlio palūkanos išmokėtos
income.dividends: ~dividendai | ~dividendų išmokėjimas | ~akcijų dividendai
income.rent: ~nuoma iš nuomininko | ~gauta buto nuoma | ~nuompinigiai už butą gauta
income.tax-refund: ~gpm permoka grąžinimas | ~mokesčių permokos grąžinimas | ~gyventojų pajamų mokesčio grąžinimas | ~pvm grąžinimas
income.insurance-claim: ~draudimo išmoka | ~žalos atlyginimas byla | ~išmoka pagal žalą kasko | ~išmoka už eismo įvykį
income.scholarship: ~stipendija | ~skatinamoji stipendija | ~socialinė stipendija
income.cashback: ~pinigų grąžinimas už pirkinius | ~lojalumo programos pinigai | ~cashback
transfers.own: ~pervedimas tarp savo sąskaitų | ~sau | ~savo sąskaitos papildymas | ~tarp sąskaitų | ~pervedimas į savo sąskaitą
transfers.person: ~skola | ~skolos grąžinimas | ~už bilietus ačiū | ~dovana | ~gimtadienio proga | ~už pietus | ~mamai | ~už pica | ~ačiū | ~pagalba | ~pinigai maistui
transfers.savings: ~indėlio sutartis | ~terminuotas indėlis | ~taupymas | ~taupomoji sąskaita | ~kaupimas taupyklė | ~indėlio grąžinimas
transfers.investment: ~vertybinių popierių pirkimas | ~fondo vienetai | ~investavimas | ~obligacijų įsigijimas | ~akcijų pirkimas | ~taupymo lakštai
transfers.card-settlement: ~kreditinės kortelės padengimas | ~kredito kortelės įmoka | ~kredito limito padengimas
transfers.wallet: ~piniginės papildymas | ~el. piniginės papildymas | ~kortelės papildymas
transfers.cash-withdrawal: ~grynųjų išėmimas | ~grynųjų pinigų išėmimas bankomate | ~bankomatas grynieji | ~pinigų išgryninimas | ~grynieji kasoje
transfers.cash-deposit: ~grynųjų įnešimas | ~grynųjų pinigų įmokėjimas | ~įnešimas bankomate
transfers.exchange: ~valiutos keitimas | valiutos keitykla | ~valiutos konvertavimas | ~valiutos pirkimas
housing.rent: ~buto nuoma | ~nuoma | ~nuomos mokestis | ~už nuomą | ~kambario nuoma | ~nuomos depozitas | ~patalpų nuoma
housing.mortgage: ~būsto paskolos įmoka | ~būsto kreditas | ~būsto paskola grąžinimas | ~hipotekinė paskola
housing.service-charge: daugiabučių namų savininkų bendrija | ~namo administravimas | ~komunaliniai mokesčiai bendrija | ~namo priežiūra ir eksploatavimas | ~kaupiamosios lėšos namui | butų ūkis administratorius
housing.repairs: santechnikas | elektrikas paslaugos | stogų dengimas | ~buto remontas | ~meistro darbas | langai durys montavimas | ~katilo priežiūra | vidaus apdaila | baldų surinkimas meistras | spynų keitimas
housing.home-improvement: statybinės medžiagos | statybų prekės | ūkinės prekės | sodo prekės | daigynas medelynas | įrankiai | dažai lakai | plytelės santechnika salonas | medienos prekyba
housing.furniture: baldai | baldų salonas | čiužiniai | užuolaidos karnizai | šviestuvai | kilimai | interjero detalės | virtuvės baldai pagal užsakymą
housing.household-help: valymo paslaugos | ~namų tvarkymas | ~buto valymas | valytoja | langų valymas
housing.security: apsaugos paslaugos | signalizacija | ~apsaugos mokestis | vaizdo stebėjimas kameros
utilities.electricity: ~elektros energija | ~už elektrą | ~mokestis už elektrą | elektros tiekimas
utilities.gas: ~už dujas | ~gamtinės dujos | dujų tiekimas | ~dujų balionas
utilities.water: ~už vandenį | ~šaltas vanduo nuotekos | vandentiekis | vandenys | ~geriamasis vanduo
utilities.heating: ~už šildymą | šilumos tinklai | ~karštas vanduo šildymas | ~šilumos energija | malkos granulės briketai | ~kuras šildymui
utilities.waste: ~atliekų išvežimas | atliekų tvarkymas | ~rinkliava už atliekas | ~komunalinių atliekų mokestis | konteinerių nuoma atliekos
utilities.mobile: ~mobilaus ryšio paslaugos | ~sąskaitos papildymas telefono | ~už telefoną | ~išankstinio mokėjimo kortelė
utilities.internet: ~už internetą | ~interneto paslaugos | ~šviesolaidinis internetas | ~fiksuotas ryšys | interneto tiekėjas
utilities.television: ~televizija | ~kabelinė televizija | ~skaitmeninė tv
utilities.other: ~komunaliniai mokesčiai | ~už komunalines paslaugas | ~komunaliniai
food.groceries: parduotuvė | maisto prekės | prekybos centras | kaimo parduotuvė | mini marketas | supermarketas | maisto parduotuvė | daržovės vaisiai | ekologiškas maistas krautuvė
food.bakery: kepykla | konditerija | tortai pyragai | duonos namai | saldumynai | bandelės | šokoladinė | spurginė
food.specialities: mėsos gaminiai | mėsinė | žuvies parduotuvė | turgus | ūkininko krautuvėlė | sūriai | bitininkystė medus | ūkininkų turgelis
food.alcohol-tobacco: vynas alkoholis | alaus krautuvė | tabako gaminiai | vyno parduotuvė | gėrimai | cigarai pypkės
food.restaurants: restoranas | picerija | valgykla | užeiga | bistro | smuklė | sušiai | kinų restoranas | pietūs | karčema | steikų namai
food.fast-food: kebabai | mėsainiai | greitas maistas | burgerinė | kebabinė | čeburekinė
food.cafes: kavinė | kava | kavos namai | arbatinė | kavos baras | coffee roasters kava
food.bars: baras | aludė | naktinis klubas | kokteilių baras | pub alus | vyno baras | diskoteka
food.delivery: ~maisto pristatymas | maistas į namus | ~maisto užsakymas | dienos pietūs pristatymas
transport.fuel: degalinė | degalai | kuras benzinas | dujų degalinė | ~dyzelinas
transport.charging: elektromobilių įkrovimas | ~įkrovimo stotelė | įkrova
transport.public: ~autobuso bilietas | viešasis transportas | autobusų parkas | ~bilietas troleibusas | ~mėnesinis bilietas | miesto transportas
transport.taxi: taksi | ~pavėžėjimas | taksi parkas
transport.parking: ~stovėjimas | automobilių stovėjimo aikštelė | ~rinkliava už stovėjimą | parkingas | stovėjimo aikštelė
transport.tolls: ~kelių vinjetė | ~kelių mokestis | keltas perkėla
transport.service: autoservisas | auto dalys | padangos ratai | autoplovykla | ~automobilio remontas | ~tepalų keitimas | kėbulų remontas dažymas | plovykla savitarnos | ~padangų montavimas | techninė pagalba kelyje
transport.vehicle-purchase: ~lizingo įmoka automobilis | naudoti automobiliai | autosalonas | ~automobilio pirkimas | ~išperkamoji nuoma automobilio
transport.sharing: paspirtukų nuoma | dviračių nuoma | dalijimosi automobiliai | ~automobilio nuoma minutėmis
transport.inspection: techninė apžiūra | ~automobilio registravimas | ~numerių keitimas | ~vairuotojo egzaminas
travel.flights: ~lėktuvo bilietai | avialinijos | skrydžiai | ~bilietas skrydis
travel.lodging: viešbutis | svečių namai | ~apgyvendinimas | sodyba | ~nakvynė | apartamentai | poilsio namai | hostelis | kempingas
travel.rail: ~traukinio bilietas | autobusų stotis | ~tarpmiestinis autobusas | geležinkeliai | ~kelto bilietas
travel.agencies: kelionių agentūra | kelionės | ~poilsinė kelionė | turizmo agentūra | ~kelionės sutartis
travel.car-rental: automobilių nuoma | auto nuoma | rent a car
shopping.clothing: drabužiai | rūbai | rūbinė mados | moteriški drabužiai | apatinis trikotažas | mados namai | suknelės | kostiumai
shopping.shoes: avalynė | batai | rankinės galanterija | odos gaminiai | batų salonas
shopping.electronics: elektronika | kompiuteriai | buitinė technika | telefonų aksesuarai | mobiliųjų telefonų taisykla | kompiuterių servisas
shopping.online: internetinė parduotuvė | e-parduotuvė | ~užsakymas internetu | el. parduotuvė
shopping.department: prekės namams | smulkmenos viskas po eurą | prekyvietė | namų apyvokos prekės | buities prekės
shopping.books: knygynas | knygos | kanceliarinės prekės | spauda kioskas | leidykla | ~laikraščio prenumerata | mokyklinės prekės
shopping.jewellery: juvelyrika | papuošalai | laikrodžiai | auksas sidabras | vestuviniai žiedai | gintaro dirbiniai
shopping.gifts: gėlės | gėlių salonas | dovanos | suvenyrai | puokštės | floristas
shopping.second-hand: dėvėti drabužiai | lombardas | antikvariatas | sendaikčiai | naudoti daiktai
shopping.other: prekyba | kioskas | įvairios prekės
health.pharmacy: vaistinė | vaistai | farmacija | maisto papildai vaistinė
health.doctors: klinika | šeimos gydytojas | poliklinika | laboratorija tyrimai | ~gydytojo konsultacija | medicinos centras | psichologas | reabilitacija kineziterapija | ~kraujo tyrimai | echoskopija
health.dentist: odontologija | dantų gydymas | odontologijos kabinetas | ortodontas | dantų implantai | burnos higiena
health.hospital: ligoninė | slaugos namai | ~stacionarus gydymas | senelių globos namai | gimdymo namai | ortopedija technika
health.optician: optika | akiniai | kontaktiniai lęšiai | akių klinika
health.hair-beauty: kirpykla | grožio salonas | barberis | manikiūras | kosmetologijos kabinetas | plaukų studija | depiliacija | nagų studija | tatuiruotės | antakiai blakstienos
health.cosmetics: kosmetika | kvepalai | parfumerija | kosmetikos parduotuvė | buitinė chemija
health.laundry: skalbykla | cheminis valymas | drabužių taisykla | siuvykla | batų taisykla
health.wellness: spa | masažai | pirtis | baseinas pirtys | masažo kabinetas | sveikatingumo centras | vandens parkas
leisure.streaming: ~filmų prenumerata | ~muzikos prenumerata | ~vaizdo transliacijos
leisure.games: ~žaidimai kompiuteriniai | ~programėlės pirkimas | žaidimų parduotuvė
leisure.cinema: kino teatras | kinas | ~kino bilietai
leisure.events: teatras | ~bilietai į koncertą | koncertas | ~festivalio bilietas | filharmonija | ~spektaklis
leisure.museums: muziejus | ~ekskursija | pilis | zoologijos sodas | pramogų parkas | botanikos sodas | nuotykių parkas
leisure.fitness: sporto klubas | baseinas | jogos studija | ~sporto abonementas | teniso kortai | šokių studija | treniruotės | futbolo akademija | plaukimo baseinas
leisure.sports-goods: sporto prekės | dviračiai | žvejybos reikmenys | medžioklės prekės | turizmo inventorius | slidės
leisure.hobbies: muzikos instrumentai | fotostudija | siūlai audiniai | boulingas | biliardas | kartingai | pabėgimo kambarys | žirgynas jodinėjimas | rankdarbiai | dažasvydis
leisure.gambling: loterija | lažybos | kazino | ~loterijos bilietas | lošimo automatai
family.childcare: vaikų darželis | lopšelis | ~už darželį | ~auklė | dienos centras vaikams
family.toys: žaislai | prekės vaikams | kūdikių prekės | vaikiški drabužiai | vežimėliai
family.maintenance: ~alimentai | ~išlaikymas vaikui | ~vaiko išlaikymas
family.school: mokykla | gimnazija | ~klasės fondas | ~mokyklos maitinimas | privati mokykla | ~mokinio pietūs
family.university: universitetas | ~studijų įmoka | ~už studijas | kolegija | ~bendrabutis studentų | ~semestro mokestis
family.courses: kursai | vairavimo mokykla | anglų kalbos kursai | korepetitorius | ~mokymai | muzikos mokykla | būrelis ~ užsiėmimai | kalbų mokykla
family.pets: veterinarija | zooprekės | gyvūnų prekės | veterinarijos gydykla | ~šuns kirpimas | gyvūnų maistas
finance.bank-fees: ~komisinis mokestis | ~mokestis už paslaugas bankas | ~kortelės mėnesinis mokestis | ~pervedimo mokestis | ~banko komisinis | ~sąskaitos tvarkymas | ~grynųjų išėmimo mokestis
finance.loan: ~paskolos įmoka | ~vartojimo kredito įmoka | ~kredito grąžinimas | ~paskolos grąžinimas įmoka kredito unija | kredito unija
finance.interest: ~palūkanos už kreditą | ~overdrafto palūkanos | ~delspinigiai | ~kredito palūkanos
finance.instalments: ~išsimokėtinai | ~lizingo įmoka prekės | ~mokėjimas dalimis
finance.debt-collection: antstolis | ~skolos išieškojimas | ~vykdomoji byla | skolų išieškojimo
insurance.health: sveikatos draudimas | ~papildomas sveikatos draudimas | ~sveikatos draudimo įmoka
insurance.life: gyvybės draudimas | ~gyvybės draudimo įmoka
insurance.vehicle: ~vairuotojų civilinės atsakomybės draudimas | ~privalomasis automobilio draudimas | ~kasko draudimas | ~transporto priemonės draudimas
insurance.home: ~būsto draudimas | ~namų turto draudimas | ~gyventojų turto draudimas
insurance.pension: ~pensijų kaupimas | ~trečios pakopos pensijų fondas įmoka | ~pensijos kaupimo sutartis
insurance.other: draudimas | draudimo brokeris | ~kelionės draudimas | ~draudimo įmoka | ~draudimo liudijimas
government.income-tax: ~gyventojų pajamų mokestis | ~gpm | ~pelno mokestis | ~individualios veiklos mokestis vmi
government.property-tax: ~žemės mokestis | ~nekilnojamojo turto mokestis | ~automobilio taršos mokestis
government.vat: ~pridėtinės vertės mokestis | ~pvm mokėjimas | ~pvm vmi
government.social-contributions: ~sodros įmokos | ~vsd įmoka | ~privalomasis sveikatos draudimas psd | ~psd | ~valstybinio socialinio draudimo įmokos
government.fines: ~bauda | ~administracinis nusižengimas | ~bauda už greičio viršijimą | ~bauda už stovėjimą | ~kelių policijos bauda
government.fees: ~valstybės rinkliava | ~paso išdavimas | ~leidimo išdavimas rinkliava | savivaldybė ~ rinkliava | ~žyminis mokestis | notaras ~ atlyginimas notarui | ~vairuotojo pažymėjimo keitimas
government.tax-other: ~mokesčiai vmi | ~biudžeto pajamų surenkamoji sąskaita | ~įmoka į biudžetą
giving.charity: ~parama | labdaros fondas ~ parama | ~auka | ~parama gyvūnų prieglaudai | ~labdara | ~aukojimas sergantiems vaikams
giving.religion: parapija ~ auka bažnyčiai | bažnyčia | ~šv mišios | vienuolynas
giving.membership: ~nario mokestis | profesinė sąjunga ~ mokestis | ~metinis nario mokestis | ~klubo nario mokestis | asociacija ~ nario mokestis | sodininkų bendrija ~ mokestis
business.suppliers: ~apmokėjimas tiekėjui | ~už prekes | didmeninė prekyba | ~pagal pvm sąskaitą faktūrą prekės | ~išankstinė sąskaita už prekes | sandėlis urmas
business.payroll: ~darbuotojų atlyginimai | ~darbo užmokestis darbuotojui pagal žiniaraštį | ~atlyginimo išmokėjimas darbuotojams
business.software: ~programinė įranga licencija | ~svetainės talpinimas | domenai serveriai | ~buhalterinė programa prenumerata | it sprendimai
business.advertising: reklama | ~reklamos paslaugos | spaustuvė | reklamos agentūra | ~skelbimų talpinimas
business.professional: advokatų kontora | buhalterija | ~buhalterinės paslaugos | notaro biuras | konsultacijos verslo | vertimų biuras | auditas | architektai projektavimas | teisininkai
business.postage: ~siuntos pristatymas | kurjeriai | paštas | ~paštomatas siunta | ~pašto ženklai
business.office: biuro prekės | spausdintuvų kasetės | kopijavimas | įrangos nuoma | biuro baldai
`;
