namespace lib { int mask() { return 1; } }
int mask();
namespace app { using lib::mask; int get() { return mask(); } }
