#include "engine/formats/csv_numbers.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        const CsvTable table = read_csv(fuzz::file("w.csv", {data, size}));
        for (const auto& row : table.rows)
            for (const std::string& cell : row)
                (void)csv_number(cell);
    });
}
