/** Words of Romanian statements by category; `~` marks what stands in a payment's text, not in a shop's name. */
export const romanian = `
income.salary: ~salariu | ~plata salariu luna | ~virament salarii | ~drepturi salariale | ~lichidare | ~avans chenzinal | ~indemnizatie cm | ~prima de vacanta | ~bonus performanta angajat | ~salar net
income.pension: ~pensie | ~pensie limita de varsta | ~drepturi pensie | casa judeteana de pensii ~ pensie urmas | ~talon pensie | casa nationala de pensii publice
income.benefits: ~ajutor social | ~indemnizatie somaj | ajofm ~ somaj | ~indemnizatie crestere copil | ajpis agentia pentru plati si inspectie sociala ~ indemnizatie | ~venit minim incluziune | ~ajutor incalzire | ~stimulent de insertie
income.child-benefit: ~alocatie de stat pentru copii | ~alocatie copil | ajpis ~ alocatie | ~alocatia copilului
income.business: ~incasare factura | ~c/v factura servicii prestate | ~plata onorariu pfa | ~incasare client | ~contravaloare marfa livrata | ~decont factura emisa
income.interest: ~dobanda creditoare | ~dobanda depozit | ~capitalizare dobanda | ~dobanda cont economii | ~bonificare dobanda
income.dividends: ~dividende | ~plata dividende | depozitarul central ~ dividende | ~dividend net actiuni
income.rent: ~chirie incasata | ~incasare chirie apartament de la chirias | ~plata chirie catre proprietar
income.tax-refund: ~restituire impozit | ~rambursare tva | ~restituire anaf suma | ~returnare taxa din trezorerie
income.insurance-claim: ~despagubire dauna auto | ~plata despagubire asigurare | ~indemnizatie dauna casco | ~dosar dauna despagubiri
income.scholarship: ~bursa studenti | ~bursa de merit | ~bursa sociala elev | ~bursa de performanta
income.cashback: ~cashback | ~rambursare cashback card | ~puncte loialitate rasplata | ~bonus utilizare card
transfers.own: ~transfer intre conturi proprii | ~transfer cont propriu | ~alimentare cont propriu | ~transfer in contul meu | ~mutare fonduri proprii
transfers.person: ~imprumut | ~cadou | ~restituire imprumut | ~pentru bilete | ~multumesc | ~partea mea | ~bani de buzunar | ~ajutor familie | ~pt mama | ~banii de aseara
transfers.savings: ~constituire depozit | ~depozit la termen | ~transfer cont economii | ~economii lunare | ~lichidare depozit | ~desfiintare depozit
transfers.investment: ~cumparare unitati de fond | ~titluri de stat fidelis | ~alimentare cont broker | ~subscriere fond de investitii | ~titluri tezaur | tradeville ~ alimentare
transfers.card-settlement: ~rambursare card de credit | ~plata card credit | ~achitare descoperit card | ~plata suma minima card credit
transfers.wallet: ~alimentare portofel electronic | ~top up portofel | ~incarcare card preplatit
transfers.cash-withdrawal: ~retragere numerar | ~retragere numerar atm | ~retragere bancomat | ~eliberare numerar ghiseu | ~atm cash ridicare
transfers.cash-deposit: ~depunere numerar | ~depunere numerar ghiseu | ~alimentare numerar mfm | ~depunere cash automat
transfers.exchange: ~schimb valutar | casa de schimb | ~vanzare valuta | ~cumparare euro | exchange amanet valuta
housing.rent: ~chirie | ~plata chirie luna | ~chirie apartament | ~chirie garsoniera | ~chirie si garantie | ~contract inchiriere
housing.mortgage: ~rata credit ipotecar | ~rata casa | ~credit imobiliar rata | ~rata prima casa | ~rambursare credit ipotecar
housing.service-charge: asociatia de proprietari bloc ~ intretinere | ~intretinere bloc | ~plata intretinere luna | asoc proprietari nr | ~cheltuieli intretinere | ~fond reparatii bloc
housing.repairs: instalator sanitare | instalatii termice centrale | zugravi renovari | electrician autorizat | tamplarie pvc termopane | reparatii acoperis | ~manopera montaj gresie | constructii renovari interioare | ~revizie centrala termica | lacatus deschideri usi
housing.home-improvement: materiale de constructii | feronerie scule | depozit materiale constructii | gradina pepiniera | vopsele lacuri | unelte bricolaj | gresie faianta | parchet usi
housing.furniture: mobila la comanda | magazin mobila | saltele somnoro | perdele draperii | covoare | corpuri de iluminat lustre | decoratiuni interioare | bucatarii mobilier
housing.household-help: servicii curatenie | firma curatenie | ~menajera | ~curatenie apartament | clean house curatatorie | bona menaj
housing.security: sisteme alarma | paza si protectie | monitorizare alarma | supraveghere video camere
utilities.electricity: ~factura energie electrica | ~curent electric | ~plata curent | furnizare energie electrica | ~factura electricitate
utilities.gas: ~factura gaze naturale | ~plata gaz | gaz metan | distributie gaze | ~factura gaz
utilities.water: ~factura apa | ~apa canal | serviciul apa canalizare | apa rece | ~plata apa si canalizare
utilities.heating: ~energie termica | ~agent termic | termoficare | lemne de foc peleti | ~caldura si apa calda | butelii gpl
utilities.waste: salubritate | ~factura salubritate | ~taxa gunoi | colectare deseuri | salubrizare
utilities.mobile: ~abonament telefon mobil | ~reincarcare cartela prepay | ~factura telefonie mobila | ~reincarcare electronica
utilities.internet: ~factura internet | ~abonament internet si cablu | ~internet fibra | telecom net internet | ~telefonie fixa
utilities.television: ~abonament televiziune | ~cablu tv | ~televiziune satelit
utilities.other: ~plata utilitati | ~facturi utilitati | ~regularizare utilitati
food.groceries: supermarket | alimentara | minimarket | magazin mixt | market alimentar | hipermarket | bacanie | magazin alimentar | legume fructe market | magazin satesc
food.bakery: brutarie | patiserie | cofetarie | covrigarie | simigerie | panificatie | placintarie | gogoserie | torturi dulciuri
food.specialities: macelarie | carmangerie | pescarie | piata agroalimentara | produse naturale plafar | branzeturi lactate | miere stupina | aprozar
food.alcohol-tobacco: bauturi alcoolice | vinoteca crama | tutun tigari | tutungerie | vinuri | depozit bauturi | bere artizanala magazin
food.restaurants: restaurant | trattoria | pizzerie | han | bistro | crama restaurant | terasa restaurant | sushi restaurant | cherhana | taverna | autoservire | cantina
food.fast-food: shaormerie | kebab | fast food | burger | shaorma | rotiserie | pizza la felie
food.cafes: cafenea | coffee shop | cafea de specialitate | ceainarie | coffee house | espresso bar
food.bars: pub | bar | berarie | club de noapte | cocktail bar | disco club
food.delivery: ~comanda mancare livrare | livrare la domiciliu mancare | catering livrare
transport.fuel: benzinarie | statie carburanti | carburant motorina | ~alimentare benzina | peco | statie gpl
transport.charging: statie incarcare electrica | incarcare auto electric | ev charge statie
transport.public: ~bilet metrou | transport public local | ~abonament transport autobuz | ~calatorie autobuz tramvai | regia de transport
transport.taxi: taxi | ~cursa taxi | ~cursa ride sharing | taximetrie
transport.parking: parcare | ~plata parcare | parking subteran | ~taxa parcare ora | ~abonament parcare resedinta
transport.tolls: ~rovinieta | ~taxa de drum | ~taxa pod fetesti | ~vinieta autostrada
transport.service: service auto | piese auto | vulcanizare | anvelope | spalatorie auto | ~revizie auto | tinichigerie vopsitorie auto | ~schimb ulei filtre | tractari auto | self wash spalatorie
transport.vehicle-purchase: ~rata leasing auto | dealer auto | ~avans autoturism | parc auto rulate | leasing operational autoturism
transport.sharing: trotinete electrice | car sharing | inchirieri biciclete | ~deblocare trotineta
transport.inspection: statie itp | ~inspectie tehnica periodica | ~inmatriculare auto | ~talon si placute
travel.flights: ~bilet avion | companie aeriana | ~zbor rezervare | linii aeriene | aeroport bilete
travel.lodging: hotel | pensiune | ~cazare | cabana | ~rezervare camera | vila agroturism | hostel | apartamente regim hotelier
travel.rail: ~bilet tren | ~bilet autocar | transport persoane autocar | autogara | ~bilet vapor feribot
travel.agencies: agentie de turism | agentie de voiaj | ~pachet turistic | ~vacanta sejur | tours travel turism
travel.car-rental: rent a car | inchirieri auto | ~inchiriere masina
shopping.clothing: haine imbracaminte | boutique fashion | magazin haine | costume rochii | lenjerie intima | confectii textile | croitorie haine dama
shopping.shoes: incaltaminte | pantofi | magazin incaltaminte | genti marochinarie | adidasi sneakers
shopping.electronics: electronice electrocasnice | calculatoare it | gsm telefoane accesorii | laptop pc componente | electrocasnice | service gsm
shopping.online: ~comanda online | magazin online | shop online | ~comanda emag marketplace
shopping.department: magazin universal | bazar | magazin 1 leu articole diverse | articole menaj | market chinezesc articole casnice | totul pentru casa
shopping.books: librarie | papetarie | carti | ziare reviste chiosc | anticariat carti | rechizite scolare | editura
shopping.jewellery: bijuterie | ceasuri | bijuterii aur argint | verighete | ceasornicarie
shopping.gifts: florarie | flori buchete | cadouri | suveniruri | aranjamente florale | gift shop
shopping.second-hand: second hand | haine vintage | amanet | antichitati | talcioc
shopping.other: magazin | comert diverse | chiosc | articole diverse
health.pharmacy: farmacie | farm | medicamente | drogherie farmacie | plafar farmacie
health.doctors: cabinet medical | clinica medicala | laborator analize | policlinica | ~consultatie | ecografie imagistica | medic de familie | ~analize medicale | psiholog cabinet | kinetoterapie recuperare
health.dentist: cabinet stomatologic | dentist | clinica dentara | stomatologie | ortodontie | ~implant dentar | dental clinic
health.hospital: spital | spitalul judetean | camin batrani azil | maternitate | ~spitalizare internare
health.optician: optica medicala | ochelari | lentile contact | oftalmologie optica
health.hair-beauty: frizerie | coafor | salon infrumusetare | barber shop | manichiura unghii | cosmetica salon | hair studio | epilare definitiva | nails beauty | tatuaje piercing
health.cosmetics: parfumerie | cosmetice | produse cosmetice machiaj | drogherie detergenti
health.laundry: curatatorie chimica | spalatorie haine | retusuri croitorie | cizmarie reparatii incaltaminte | ~spalat haine
health.wellness: spa masaj | sauna | centru spa wellness | salon masaj | piscina termala | salina
leisure.streaming: ~abonament streaming filme | ~abonament muzica online | ~abonament video
leisure.games: ~jocuri video | ~aplicatie mobila cumparare | gaming jocuri
leisure.cinema: cinematograf | cinema bilete | ~bilet film
leisure.events: teatru | ~bilete concert | ~bilete festival | opera filarmonica | circ spectacol | ~bilet spectacol
leisure.museums: muzeu | ~bilet intrare muzeu | castel cetate vizitare | gradina zoologica | gradina botanica | parc de aventura | parc distractii
leisure.fitness: sala fitness | club sportiv | ~abonament sala | bazin inot | yoga pilates studio | teren tenis | crossfit gym | scoala de dans
leisure.sports-goods: articole sportive | biciclete magazin | echipament schi | pescuit vanatoare magazin | echipament montan
leisure.hobbies: instrumente muzicale | foto video studio | hobby creativ margele | bowling biliard | karting | escape room | paintball | centru echitatie | mercerie stofe
leisure.gambling: pariuri sportive | cazino | loterie loto | sala de jocuri noroc | ~bilet loto 6/49 | pacanele
family.childcare: gradinita | cresa | after school | ~taxa gradinita | ~bona copil | babysitting
family.toys: jucarii | articole copii bebe | magazin copii | carucioare bebelusi | haine copii
family.maintenance: ~pensie alimentara | ~pensie intretinere copil
family.school: scoala | liceu | ~taxa scolara | ~fondul clasei | scoala privata | ~uniforma scolara si manuale
family.university: universitate | facultate | ~taxa scolarizare semestru | ~taxa studii | ~camin studentesc | ~taxa licenta
family.courses: cursuri limbi straine | scoala de soferi | meditatii | ~curs formare | ~meditatii matematica | scoala auto | lectii pian | ~atelier copii curs
family.pets: cabinet veterinar | pet shop | clinica veterinara | hrana animale | zoo magazin acvariu | coafor canin
finance.bank-fees: ~comision | ~comision administrare | ~comision ordin de plata | ~taxa emitere card | ~comision tranzactie | ~pachet cont curent abonament | ~comision sms alert | ~speze bancare
finance.loan: ~rata credit | ~rata credit nevoi personale | ~rambursare imprumut ifn | ~achitare rata | ~rata car | casa de ajutor reciproc ~ rata
finance.interest: ~dobanda debitoare | ~dobanda descoperit de cont | ~dobanda overdraft | ~dobanda penalizatoare
finance.instalments: ~rate fara dobanda | ~plata in rate | ~rata card cumparaturi
finance.debt-collection: executor judecatoresc | ~poprire | recuperare creante | ~dosar executare silita | ~plata debit recuperator
insurance.health: asigurare sanatate | ~abonament medical privat asigurare | ~prima asigurare medicala
insurance.life: asigurare de viata | ~prima asigurare viata
insurance.vehicle: ~polita rca | ~casco | ~asigurare auto | broker asigurari rca
insurance.home: ~asigurare locuinta | ~polita pad obligatorie | ~asigurare apartament
insurance.pension: ~pensie privata facultativa contributie | ~contributie pilon 3
insurance.other: asigurari | broker de asigurare | ~prima asigurare | ~asigurare calatorie | ~polita malpraxis
government.income-tax: ~impozit pe venit | ~declaratia unica impozit | ~impozit salarii | ~impozit micro | ~impozit profit
government.property-tax: ~impozit cladiri | ~impozit auto | ~impozit teren | ~impozite locale | taxe si impozite locale
government.vat: ~tva de plata | ~plata tva trimestru | ~decont tva
government.social-contributions: ~contributii cas cass | ~cas pfa | ~contributie asigurari sociale sanatate | ~contributii sociale salariati
government.fines: ~amenda | ~amenda circulatie | ~proces verbal contraventie | ~amenda rutiera | ~amenda politia locala
government.fees: primaria | ~taxa timbru | ~taxa pasaport | ~taxa judiciara | ~taxa cazier | ~taxa permis conducere | ~certificat urbanism taxa | notar public ~ taxa
government.tax-other: ~obligatii bugetare | ~plata anaf | ~cont unic buget de stat | ~taxe buget
giving.charity: ~donatie | fundatia ~ donatie | asociatia umanitara ~ donatie | ~sponsorizare caz umanitar | ~pentru copii bolnavi donatie | ~strangere de fonduri
giving.religion: parohia | biserica | manastirea | ~pomelnic acatist | ~contributie cult
giving.membership: ~cotizatie | sindicat ~ cotizatie | ~cotizatie membru asociatie | colegiul medicilor ~ cotizatie | ~cotizatie barou | clubul ~ cotizatie anuala
business.suppliers: ~plata furnizor | ~c/v marfa | distributie en gros | ~achizitie materii prime | ~factura proforma marfa | angro depozit marfuri
business.payroll: ~plata salarii angajati | ~salariu angajat luna | ~stat de plata salarii | ~plata zilieri
business.software: ~licenta software | ~gazduire web domeniu | hosting domenii | ~abonament program facturare | software solutions ~ licenta
business.advertising: publicitate | ~campanie publicitara | tipografie flyere | agentie de publicitate | ~promovare reclama
business.professional: cabinet de avocat | contabilitate | ~servicii contabile | birou notarial | consultanta | expert contabil | traduceri autorizate | arhitectura proiectare | audit
business.postage: curierat | ~colet ramburs | posta | ~timbre postale | ~expediere colet | curier rapid
business.office: birotica | consumabile imprimanta | copy print xerox | papetarie birou | mobilier birou echipamente | inchiriere utilaje
`;
