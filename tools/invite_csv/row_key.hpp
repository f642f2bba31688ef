#pragma once

#include "checksum.hpp"
#include "people.hpp"
#include "resume_record.hpp"

namespace invite_csv {

[[nodiscard]] inline RowKey key_of(Row const& row)
{
    return {.line = row.line, .address = checksum(row.params.email_address)};
}

} // namespace invite_csv
