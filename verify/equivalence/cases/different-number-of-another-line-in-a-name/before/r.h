struct Registration { explicit Registration(int); int value; };
#define PASTE(a, b) a##b
#define JOIN(a, b) PASTE(a, b)
#define REGISTER(value) static Registration JOIN(registration__, __LINE__)(value);
#define TEST() static int JOIN(run__, __LINE__)()
