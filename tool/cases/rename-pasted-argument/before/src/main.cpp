#define FACTORY(type, number) \
  type make##type() { return type{number}; }

struct Reader {
  int value;
};

FACTORY(Reader, 0)

int main() { return makeReader().value; }
