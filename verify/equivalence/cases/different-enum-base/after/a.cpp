enum class Kind : unsigned short { Net };
struct D { Kind k; };
Kind f(D *d) { return d->k; }
