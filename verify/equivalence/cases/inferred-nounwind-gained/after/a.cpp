#include "h.h"
int quiet(int x) { return x + 1; }
int Box::get() const { return v; }
Box &Box::add(int x) { v += x; return *this; }
int one(int x) { Log log; return quiet(x) + loud(x); }
int two(int x) { Log log; { Log inner; quiet(x); } if (x) { Log other; loud(x); quiet(x); } return quiet(x); }
int three(int x) { try { quiet(x); } catch (int e) { static int count; return ++count; } return x; }
int four(int x) { try { quiet(x); loud(2); } catch (...) { return 1; } return x; }
int five(int x) noexcept { return quiet(x); }
int six(int x) noexcept { Log a; return quiet(x) + loud(x); }
Str seven(int x) { Str s("a"); if (quiet(x)) return s; Str t("b"); return x ? Str("c") : t; }
int eight(int x) { Log a; try { quiet(x); } catch (const Log &l) { return l.n; } return 0; }
int nine(int x) { for (int i = 0; i < quiet(x); ++i) { Log a; if (loud(i)) break; if (quiet(i)) continue; Log b; if (quiet(2)) return 3; } return 4; }
Box *ten(int x) { return new Box{quiet(x)}; }
struct Two { Str a, b; int c; Two(int x); };
Two::Two(int x) : a("x"), b("y"), c(quiet(x)) { loud(c); }
int eleven(Box b) { return b.add(1).add(quiet(2)).get(); }
int twelve(int x) { auto f = [&](int y) { Log l; return quiet(y); }; return f(x) + (x ? Str("q").p[quiet(x)] : 2); }
static int helper(int x) { return quiet(x); }
int thirteen(int x) { Log l; return helper(x); }
int fourteen(int x) { Str s("a"); Str t("b"); switch (x) { case 1: return quiet(x); case 2: { Log l; return quiet(2);} default: break; } return loud(x); }
int fifteen(const char *p) { return p ? (Str("x"), quiet(1)) && (Str(p), loud(2)) : 7; }
int a1(int x) { Log log; try { quiet(x); } catch (...) { return 1; } return 0; }
int a2(int x) { Log log; for (;;) { try { Log l; quiet(x); } catch (...) { break; } if (loud(x)) return 2; } return 0; }
static int count(int x) { static int n; return n += x; }
inline int rarely(int x) { return x * 3; }
int a3(int x) { try { quiet(x); } catch (int) { return count(x) + rarely(x); } return 0; }
int a4(int x) { try { try { quiet(x); } catch (int) { loud(1); throw; } } catch (...) { return 4; } return loud(x); }
struct Pad { Log l; Str s; int f; Pad(); Pad(int v) : s("1"), f(quiet(v)) {} };
Pad *a5(int x) { return new Pad(quiet(x)); }
Pad a6(int x) { Pad p[3] = {1, quiet(2), 3}; return p[x]; }
int a7(int x) { return x ? quiet(x) : throw 5; }
int a8(int x) try { return quiet(x); } catch (int e) { return e; }
Pad::Pad() try : s("z"), f(quiet(1)) {} catch (...) { f = 1; }
