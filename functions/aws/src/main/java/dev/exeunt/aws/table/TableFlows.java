package dev.exeunt.aws.table;

import dev.exeunt.core.action.Flows;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.FlowJson;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Json;
import java.util.Map;
import java.util.Optional;

/// Flows in the table, as the registry spells them.
final class TableFlows implements Flows {

    private final Rows rows;

    TableFlows(Table table) {
        this.rows = table.rows();
    }

    @Override
    public Optional<Flow> find(String slug) {
        return rows.get(Key.flow(slug)).map(row -> flow(slug, row.text("flow"))).or(() -> Flow.builtIn(slug));
    }

    @Override
    public boolean put(Flow flow) {
        var row = Row.at(Key.flow(flow.slug())).text("flow", Json.write(FlowJson.of(flow)));
        if (rows.write(new Write.Put(row, "attribute_not_exists(#pk)", Map.of())).isDone()) {
            return true;
        }
        rows.write(Write.put(row));
        return false;
    }

    @Override
    public boolean delete(String slug) {
        return rows.write(new Write.Delete(Key.flow(slug), "attribute_exists(#pk)", Map.of())).isDone();
    }

    private static Flow flow(String slug, String text) {
        return switch (FlowJson.read(slug, Json.read(text).orElse(Map.of()))) {
            case Checked.Good<Flow> good -> good.value();
            case Checked.Bad<Flow> bad -> throw new IllegalStateException(
                    "flow " + slug + " cannot be read back: " + bad.problem().detail());
        };
    }
}
