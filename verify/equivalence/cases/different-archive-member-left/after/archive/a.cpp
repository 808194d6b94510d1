int registered;
struct Registrar { Registrar() { ++registered; } };
static Registrar registrar;
