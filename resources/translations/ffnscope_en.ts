<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ffn::ui::ComparePanel</name>
    <message numerus="yes">
        <source>%n tokens are compared; %L1 here and %L2 there have no counterpart (NaN in the map).</source>
        <translation>
            <numerusform>%n token is compared; %L1 here and %L2 there have no counterpart (NaN in the map).</numerusform>
            <numerusform>%n tokens are compared; %L1 here and %L2 there have no counterpart (NaN in the map).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::EditsPanel</name>
    <message numerus="yes">
        <source>%n edit(s) on</source>
        <translation>
            <numerusform>%n edit on</numerusform>
            <numerusform>%n edits on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::ExportDialog</name>
    <message numerus="yes">
        <source>%n files are there already. Tick the box above to overwrite them, or choose another folder.</source>
        <translation>
            <numerusform>%n file is there already. Tick the box above to overwrite it, or choose another folder.</numerusform>
            <numerusform>%n files are there already. Tick the box above to overwrite them, or choose another folder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Overwrite these %n files</source>
        <translation>
            <numerusform>&amp;Overwrite this file</numerusform>
            <numerusform>&amp;Overwrite these %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files will be written.</source>
        <translation>
            <numerusform>%n file will be written.</numerusform>
            <numerusform>%n files will be written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;All %n stages</source>
        <translation>
            <numerusform>&amp;All %n stage</numerusform>
            <numerusform>&amp;All %n stages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::HistogramPanel</name>
    <message numerus="yes">
        <source>%1 … %2: %3 cells</source>
        <translation>
            <numerusform>%1 … %2: %3 cell</numerusform>
            <numerusform>%1 … %2: %3 cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::LayerNormPanel</name>
    <message numerus="yes">
        <source>%n gains lie far from the others (over 8 times the median distance from the median)</source>
        <translation>
            <numerusform>%n gain lies far from the others (over 8 times the median distance from the median)</numerusform>
            <numerusform>%n gains lie far from the others (over 8 times the median distance from the median)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::LayersDialog</name>
    <message numerus="yes">
        <source>%n block(s)</source>
        <translation>
            <numerusform>%n block</numerusform>
            <numerusform>%n blocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>%n token seen</numerusform>
            <numerusform>%n tokens seen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n file(s) written to %1</source>
        <translation>
            <numerusform>%n file written to %1</numerusform>
            <numerusform>%n files written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on</source>
        <translation>
            <numerusform>%n edit on</numerusform>
            <numerusform>%n edits on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::ModelBrowser</name>
    <message numerus="yes">
        <source>%1 · %2 · %n block(s)</source>
        <translation>
            <numerusform>%1 · %2 · %n block</numerusform>
            <numerusform>%1 · %2 · %n blocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s)</source>
        <translation>
            <numerusform>%n tensor</numerusform>
            <numerusform>%n tensors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::NumericsPanel</name>
    <message numerus="yes">
        <source>%n token(s) with NaN or Inf; the first stage and cell of each:</source>
        <translation>
            <numerusform>%n token with NaN or Inf; its first stage and cell:</numerusform>
            <numerusform>%n tokens with NaN or Inf; the first stage and cell of each:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::OutliersPanel</name>
    <message numerus="yes">
        <source>%n dimension(s) stand out</source>
        <translation>
            <numerusform>%n dimension stands out</numerusform>
            <numerusform>%n dimensions stand out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>%n token seen</numerusform>
            <numerusform>%n tokens seen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::ResidualPanel</name>
    <message numerus="yes">
        <source>Median over %n tokens</source>
        <translation>
            <numerusform>Median over %n token</numerusform>
            <numerusform>Median over %n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::SavingsPanel</name>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>%n token seen</numerusform>
            <numerusform>%n tokens seen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::ScanDialog</name>
    <message numerus="yes">
        <source>%L1 tokens</source>
        <translation>
            <numerusform>%L1 token</numerusform>
            <numerusform>%L1 tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%L1 lines</source>
        <translation>
            <numerusform>%L1 line</numerusform>
            <numerusform>%L1 lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::SparsityPanel</name>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>%n token seen</numerusform>
            <numerusform>%n tokens seen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n units never active</source>
        <translation>
            <numerusform>%n unit never active</numerusform>
            <numerusform>%n units never active</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n always</source>
        <comment>units always active</comment>
        <translation>
            <numerusform>%n always</numerusform>
            <numerusform>%n always</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of the units were active on at least one of the first %n tokens</source>
        <translation>
            <numerusform>%1 of the units were active on the first token</numerusform>
            <numerusform>%1 of the units were active on at least one of the first %n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Per sequence: %1 active at least once, mean of %n sequence(s).</source>
        <translation>
            <numerusform>Per sequence: %1 active at least once, %n sequence.</numerusform>
            <numerusform>Per sequence: %1 active at least once, mean of %n sequences.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Per corpus (this batch): %1 active at least once in %n token(s) seen.</source>
        <translation>
            <numerusform>Per corpus (this batch): %1 active at least once in %n token seen.</numerusform>
            <numerusform>Per corpus (this batch): %1 active at least once in %n tokens seen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n NaN values count as active.</source>
        <translation>
            <numerusform>%n NaN value counts as active.</numerusform>
            <numerusform>%n NaN values count as active.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::TermModel</name>
    <message numerus="yes">
        <source>… and %n others</source>
        <translation>
            <numerusform>… and %n other</numerusform>
            <numerusform>… and %n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>sum of %n terms</source>
        <translation>
            <numerusform>sum of %n term</numerusform>
            <numerusform>sum of %n terms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::ToolRow</name>
    <message numerus="yes">
        <source>%1, %n thread(s), last pass %2 ms</source>
        <translation>
            <numerusform>%1, %n thread, last pass %2 ms</numerusform>
            <numerusform>%1, %n threads, last pass %2 ms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::UnitsPanel</name>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>%n token seen</numerusform>
            <numerusform>%n tokens seen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hidden units</source>
        <translation>
            <numerusform>%n hidden unit</numerusform>
            <numerusform>%n hidden units</numerusform>
        </translation>
    </message>
</context>
</TS>
