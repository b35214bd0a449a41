"""Invented names and complaints."""

FIRST = """Amina Bruno Carmen Dmitri Elena Farid Grace Hiro Ingrid Joao Kavya Liam Mei Nadia Omar Priya Quentin Rosa
Samuel Tariq Uma Viktor Wanjiru Ximena Yusuf Zofia Anders Beatriz Chidi Divya Emil Fatima Gustavo Hana Ibrahim
Jasmine Karim Lucia Mateo Noor Olga Pedro Ravi Sana Thandi Valeria Wei Yara""".split()
LAST = """Abebe Berg Costa Dlamini Eriksen Fernandes Gupta Haddad Ito Jansen Khan Lopez Moreau Novak Osei Patel Quispe
Rao Silva Tanaka Usman Vasquez Weber Xu Yilmaz Zhang Adeyemi Bianchi Chen Das Eze Farouk Greco Hosseini Iyer Kowalski
Li Mensah Nakamura Okafor Petrov Reyes Schmidt Tran Varga Walker""".split()
DEPARTMENTS = [
    ("Cardiology", "C", [("Dr. Leila Haddad", "#4338ca"), ("Dr. Tomas Novak", "#0f766e")]),
    ("Dermatology", "D", [("Dr. Ayesha Khan", "#be185d")]),
    (
        "General Medicine",
        "A",
        [("Dr. Rahul Iyer", "#b45309"), ("Dr. Ines Costa", "#0369a1"), ("Dr. Kofi Mensah", "#4d7c0f")],
    ),
    ("Orthopaedics", "O", [("Dr. Signe Berg", "#7c3aed"), ("Dr. Pablo Reyes", "#b91c1c")]),
    ("Paediatrics", "P", [("Dr. Mei Tanaka", "#0e7490"), ("Dr. Zofia Kowalska", "#a21caf")]),
]
ON_SUNDAYS = {"Dr. Leila Haddad", "Dr. Ayesha Khan", "Dr. Signe Berg"}
COMPLAINTS = {
    "Cardiology": ["Chest pain", "Palpitations", "Blood pressure review", "ECG follow-up", "Breathlessness"],
    "Dermatology": ["Rash", "Mole check", "Eczema follow-up", "Acne", "Itching"],
    "General Medicine": ["Fever", "Cough", "Back pain", "Headache", "Check-up", "Diabetes review", "Fatigue"],
    "Orthopaedics": ["Knee pain", "Fracture follow-up", "Shoulder pain", "Cast removal", "Hip pain"],
    "Paediatrics": ["Vaccination", "Fever", "Ear ache", "Growth check", "Cough"],
}
VISIT_TYPES = [("Short consultation", 15), ("Follow-up", 20), ("Consultation", 30), ("First visit", 45)]
ACCOUNTS = [
    ("reception", "Front", "Desk"),
    ("doctor", "Leila", "Haddad"),
    ("opd", "OPD", "Desk"),
    ("manager", "Marta", "Lindqvist"),
    ("developer", "Devi", "Sharma"),
    ("admin", "Adam", "Okoro"),
]
