namespace sys::hal { enum class K { A, B }; template <K k, int n, class... T> int sum(T... t) { return (n + ... + t) + int(k); } }
int f() { return sys::hal::sum<sys::hal::K::B, 3>(1, 2L, 'c'); }
