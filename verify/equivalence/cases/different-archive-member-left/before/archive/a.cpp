int registered;
struct Registrar { Registrar() { ++registered; } };
static Registrar registrar;
int helper() { return 1; }
