#include "csv_reader.hpp"

#include "csv_separator.hpp"

#include <algorithm>

namespace invite_csv {

namespace {

class Reader
{
public:
    Reader(std::string_view text, char separator) : text_{text}, separator_{separator}
    {
        if (auto const line = separator_line(text))
        {
            separator_ = line->separator;
            text_.remove_prefix(line->size);
            ++line_;
        }
        else
            text_.remove_prefix(byte_order_mark_size(text));
    }

    std::vector<CsvRecord> read(std::size_t most)
    {
        std::vector<CsvRecord> records;
        while (!at_end() && records.size() < most)
        {
            if (take_line_end()) continue;
            records.push_back(read_record());
        }
        return records;
    }

private:
    [[nodiscard]] bool at_end() const noexcept { return next_ == text_.size(); }

    [[nodiscard]] bool sees(std::string_view what) const noexcept { return text_.substr(next_).starts_with(what); }

    [[nodiscard]] bool ends_field() const noexcept
    {
        return at_end() || text_[next_] == separator_ || sees("\n") || sees("\r\n");
    }

    bool take(char c) noexcept
    {
        if (at_end() || text_[next_] != c) return false;
        ++next_;
        return true;
    }

    bool take_line_end() noexcept
    {
        if (!sees("\n") && !sees("\r\n")) return false;
        next_ += text_[next_] == '\n' ? 1U : 2U;
        ++line_;
        return true;
    }

    CsvRecord read_record()
    {
        CsvRecord record;
        record.line = line_;
        do {
            auto& field = record.fields.emplace_back();
            record.problem = take('"') ? read_quoted(field) : read_plain(field);
        } while (record.problem.empty() && take(separator_));
        if (!record.problem.empty()) next_ = std::min(text_.find('\n', next_), text_.size());
        record.last_line = line_;
        take_line_end();
        return record;
    }

    std::string read_plain(std::string& field)
    {
        while (!ends_field())
        {
            char const c = text_[next_];
            if (c == '"') return "a quote inside a field that does not begin with one";
            if (c == '\r') return "a carriage return without a line feed";
            field += c;
            ++next_;
        }
        return {};
    }

    // After the opening quote.
    std::string read_quoted(std::string& field)
    {
        auto const begin = next_;
        auto const line = line_;
        while (!at_end())
        {
            if (take('"'))
            {
                if (!take('"')) return end_of_quoted();
                field += '"';
                continue;
            }
            char const c = text_[next_++];
            if (c == '\n') ++line_;
            field += c;
        }
        // Only this row is invalid, not all the following ones. Their quotes are paired, so this happens once.
        next_ = begin;
        line_ = line;
        field.resize(std::min(field.find_first_of("\r\n"), field.size()));
        return "a quoted field without a closing quote";
    }

    [[nodiscard]] std::string end_of_quoted() const
    {
        if (ends_field()) return {};
        return "text after the closing quote of a field";
    }

    std::string_view text_;
    char separator_;
    std::size_t next_{0};
    std::size_t line_{1};
};

} // namespace

std::vector<CsvRecord> read_csv(std::string_view text, char separator, std::size_t most)
{
    return Reader{text, separator}.read(most);
}

} // namespace invite_csv
