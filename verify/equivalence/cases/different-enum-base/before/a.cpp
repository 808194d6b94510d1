enum class Kind : unsigned char { Net };
struct D { Kind k; };
Kind f(D *d) { return d->k; }
