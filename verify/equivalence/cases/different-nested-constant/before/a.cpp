struct N { const N *next; const char *text; };
struct L { const L *next; const char *text; };
const char *f(int depth) {
  static const N leaf = {nullptr, "leaf"};
  static const N a = {&leaf, "a"}, b = {&a, "b"}, c = {&b, "c"};
  const N *at = &c;
  while (depth--)
    at = at->next;
  return at->text;
}
