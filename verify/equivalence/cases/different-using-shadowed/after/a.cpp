namespace lib { int mask() { return 1; } }
int mask();
namespace app { int get() { return mask(); } }
