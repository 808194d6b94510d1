namespace sys::bus { enum class K { A, B }; template <K k, int n, class... T> int sum(T... t) { return (n + ... + t) + int(k); } }
int f() { return sys::bus::sum<sys::bus::K::B, 3>(1, 2L, 'c'); }
