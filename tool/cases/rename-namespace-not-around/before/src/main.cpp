namespace house {
namespace room {
int lamps();
} // namespace room
int room::lamps() { return 2; }
} // namespace house

int main() { return house::room::lamps() - 2; }
