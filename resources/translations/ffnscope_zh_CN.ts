<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CellFormula</name>
    <message>
        <source>→ threshold</source>
        <translation>→ 阈值</translation>
    </message>
    <message>
        <source>→ scaled</source>
        <translation>→ 缩放</translation>
    </message>
    <message>
        <source>→ clamped to</source>
        <translation>→ 限制在</translation>
    </message>
    <message>
        <source>→ ablated</source>
        <translation>→ 置零</translation>
    </message>
    <message>
        <source>mean of %1 values</source>
        <translation>%1 个值的均值</translation>
    </message>
    <message>
        <source>mean of squares of %1 values</source>
        <translation>%1 个值的平方均值</translation>
    </message>
    <message>
        <source>variance of %1 values</source>
        <translation>%1 个值的方差</translation>
    </message>
    <message>
        <source>unbiased variance of %1 values</source>
        <translation>%1 个值的无偏方差</translation>
    </message>
</context>
<context>
    <name>FigureText</name>
    <message>
        <source>block %1</source>
        <translation>块 %1</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>阶段 %1</translation>
    </message>
    <message>
        <source>every cell drawn</source>
        <translation>每个单元格均已绘出</translation>
    </message>
    <message>
        <source>%1 × %2 cells in %3 × %4 px, %5</source>
        <translation>%1 × %2 个单元格绘于 %3 × %4 像素，%5</translation>
    </message>
    <message>
        <source>range %1 … %2 (%3)</source>
        <translation>范围 %1 … %2（%3）</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>walk along the stages</source>
        <translation>在各阶段间移动</translation>
    </message>
    <message>
        <source>move the cell cursor</source>
        <translation>移动单元格光标</translation>
    </message>
    <message>
        <source>zoom in and out</source>
        <translation>放大和缩小</translation>
    </message>
    <message>
        <source>show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>scroll</source>
        <translation>滚动</translation>
    </message>
    <message>
        <source>zoom back and forward</source>
        <translation>后退和前进到之前的缩放</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>pin the cell</source>
        <translation>固定单元格</translation>
    </message>
    <message>
        <source>let marked cells go, free the pinned one</source>
        <translation>取消标记的单元格，释放固定的单元格</translation>
    </message>
    <message>
        <source>stop what runs, dismiss the message</source>
        <translation>停止正在进行的工作，关闭消息</translation>
    </message>
    <message>
        <source>panel: %1</source>
        <translation>面板：%1</translation>
    </message>
</context>
<context>
    <name>MapText</name>
    <message>
        <source>exact: 1 cell = %1 × %2 px</source>
        <translation>精确：1 个单元格 = %1 × %2 像素</translation>
    </message>
    <message>
        <source>1 px = %1 × %2 cells, %3</source>
        <translation>1 像素 = %1 × %2 个单元格，%3</translation>
    </message>
    <message>
        <source>max |x|</source>
        <translation>最大 |x|</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>fraction non-zero</source>
        <translation>非零比例</translation>
    </message>
</context>
<context>
    <name>ModelTables</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>family</source>
        <translation>家族</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>known from</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>gated</source>
        <translation>门控</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>‖gain‖</source>
        <translation>‖增益‖</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>part</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>config</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>option</source>
        <translation>由用户指定</translation>
    </message>
    <message>
        <source>placement</source>
        <translation>归一化位置</translation>
    </message>
</context>
<context>
    <name>OrderText</name>
    <message>
        <source>as they are</source>
        <translation>原有顺序</translation>
    </message>
    <message>
        <source>by activity</source>
        <translation>按活跃度</translation>
    </message>
    <message>
        <source>by mean</source>
        <translation>按均值</translation>
    </message>
    <message>
        <source>alike side by side</source>
        <translation>相似者相邻</translation>
    </message>
    <message>
        <source>a list first</source>
        <translation>列表优先</translation>
    </message>
</context>
<context>
    <name>RowText</name>
    <message>
        <source>token %1</source>
        <translation>词元 %1</translation>
    </message>
    <message>
        <source>sequence %1, token %2</source>
        <translation>序列 %1，词元 %2</translation>
    </message>
    <message>
        <source>(padding)</source>
        <translation>（填充）</translation>
    </message>
</context>
<context>
    <name>ScaleText</name>
    <message>
        <source>NaN × %L1</source>
        <translation>NaN × %L1</translation>
    </message>
    <message>
        <source>+Inf × %L1</source>
        <translation>+Inf × %L1</translation>
    </message>
    <message>
        <source>−Inf × %L1</source>
        <translation>−Inf × %L1</translation>
    </message>
    <message>
        <source>padding</source>
        <translation>填充</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>input x</source>
        <translation>输入 x</translation>
    </message>
    <message>
        <source>norm output</source>
        <translation>归一化输出</translation>
    </message>
    <message>
        <source>gate pre-act.</source>
        <translation>门控预激活</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>门控</translation>
    </message>
    <message>
        <source>pre-activation</source>
        <translation>预激活</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>projection</source>
        <translation>投影</translation>
    </message>
    <message>
        <source>residual sum</source>
        <translation>残差和</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>var</source>
        <translation>方差</translation>
    </message>
    <message>
        <source>rstd</source>
        <translation>rstd</translation>
    </message>
    <message>
        <source>normalized</source>
        <translation>归一化值</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>what the block receives; also the residual</source>
        <translation>块接收的内容，同时也是残差</translation>
    </message>
    <message>
        <source>what enters the first matrix</source>
        <translation>送入第一个矩阵的内容</translation>
    </message>
    <message>
        <source>gate matrix and bias, before the activation</source>
        <translation>门控矩阵加偏置，激活之前</translation>
    </message>
    <message>
        <source>the gate that opens and closes each unit</source>
        <translation>打开或关闭每个单元的门</translation>
    </message>
    <message>
        <source>first matrix and bias, before the activation</source>
        <translation>第一个矩阵加偏置，激活之前</translation>
    </message>
    <message>
        <source>what the activation lets through</source>
        <translation>激活函数放行的内容</translation>
    </message>
    <message>
        <source>second matrix and bias: what the block adds</source>
        <translation>第二个矩阵加偏置：块所加的更新量</translation>
    </message>
    <message>
        <source>the input with the update added</source>
        <translation>输入加上更新量</translation>
    </message>
    <message>
        <source>mean of the row, per token</source>
        <translation>每个词元一行的均值</translation>
    </message>
    <message>
        <source>variance of the row, per token</source>
        <translation>每个词元一行的方差</translation>
    </message>
    <message>
        <source>one over the standard deviation, per token</source>
        <translation>每个词元的标准差倒数</translation>
    </message>
    <message>
        <source>centred and scaled, before gain and bias</source>
        <translation>中心化并缩放，乘增益、加偏置之前</translation>
    </message>
    <message>
        <source>what the block hands on</source>
        <translation>块向后传递的内容</translation>
    </message>
    <message>
        <source>update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>the projection normed again: what the block adds</source>
        <translation>再次归一化的投影：块所加的内容</translation>
    </message>
    <message>
        <source>%1 · unit %2</source>
        <translation>%1 · 单元 %2</translation>
    </message>
    <message>
        <source>In files and on the command line: %1</source>
        <translation>在文件和命令行中：%1</translation>
    </message>
    <message>
        <source>mean x²</source>
        <translation>x² 均值</translation>
    </message>
</context>
<context>
    <name>TableText</name>
    <message>
        <source>cannot be computed: %1</source>
        <translation>无法计算：%1</translation>
    </message>
</context>
<context>
    <name>TensorMeaning</name>
    <message>
        <source>Gate and first matrix in one, the gate&apos;s rows first: row j is what hidden unit j looks for.</source>
        <translation>门与第一个矩阵合在一起，门的行在前：第 j 行是隐藏单元 j 所寻找的内容。</translation>
    </message>
    <message>
        <source>Gate and first matrix in one, the gate&apos;s columns first: column j is what hidden unit j looks for.</source>
        <translation>门与第一个矩阵合在一起，门的列在前：第 j 列是隐藏单元 j 所寻找的内容。</translation>
    </message>
    <message>
        <source>Second matrix: column j is what hidden unit j writes.</source>
        <translation>第二个矩阵：第 j 列是隐藏单元 j 所写入的内容。</translation>
    </message>
    <message>
        <source>Second matrix: row j is what hidden unit j writes.</source>
        <translation>第二个矩阵：第 j 行是隐藏单元 j 所写入的内容。</translation>
    </message>
    <message>
        <source>Gate: row j is what opens hidden unit j.</source>
        <translation>门：第 j 行决定隐藏单元 j 何时打开。</translation>
    </message>
    <message>
        <source>Gate: column j is what opens hidden unit j.</source>
        <translation>门：第 j 列决定隐藏单元 j 何时打开。</translation>
    </message>
    <message>
        <source>First matrix: row j is what hidden unit j looks for.</source>
        <translation>第一个矩阵：第 j 行是隐藏单元 j 所寻找的内容。</translation>
    </message>
    <message>
        <source>First matrix: column j is what hidden unit j looks for.</source>
        <translation>第一个矩阵：第 j 列是隐藏单元 j 所寻找的内容。</translation>
    </message>
    <message>
        <source>Bias of the first matrix, one number a hidden unit.</source>
        <translation>第一个矩阵的偏置，每个隐藏单元一个数。</translation>
    </message>
    <message>
        <source>Bias of the gate, one number a hidden unit.</source>
        <translation>门的偏置，每个隐藏单元一个数。</translation>
    </message>
    <message>
        <source>Bias of the second matrix, one number a model dimension.</source>
        <translation>第二个矩阵的偏置，每个模型维度一个数。</translation>
    </message>
    <message>
        <source>Gain of the norm, one number a model dimension.</source>
        <translation>归一化的增益，每个模型维度一个数。</translation>
    </message>
    <message>
        <source>Bias of the norm, one number a model dimension.</source>
        <translation>归一化的偏置，每个模型维度一个数。</translation>
    </message>
    <message>
        <source>Gain of the second norm, of what is added; one number a model dimension.</source>
        <translation>第二个归一化（作用于所加的内容）的增益，每个模型维度一个数。</translation>
    </message>
    <message>
        <source>Bias of the second norm, of what is added; one number a model dimension.</source>
        <translation>第二个归一化（作用于所加的内容）的偏置，每个模型维度一个数。</translation>
    </message>
</context>
<context>
    <name>TensorPicture</name>
    <message>
        <source>A single number.</source>
        <translation>单个数。</translation>
    </message>
    <message>
        <source>A vector, shown as one row.</source>
        <translation>一个向量，显示为一行。</translation>
    </message>
    <message>
        <source>%1 is shown as a matrix of %2 × %3: neighbouring axes are folded, no value moves.</source>
        <translation>%1 显示为 %2 × %3 的矩阵：相邻的轴被合并，数值顺序不变。</translation>
    </message>
</context>
<context>
    <name>ffn::ui::AboutDialog</name>
    <message>
        <source>Opens up the feed-forward network of a transformer: every number it computes on the way, at every stage.</source>
        <translation>打开 Transformer 的前馈网络：展示它在每个阶段计算出的每一个数。</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later (GPL-3.0-or-later). It comes with no warranty.</source>
        <translation>自由软件，以 GNU 通用公共许可证第 3 版或更新版本（GPL-3.0-or-later）发布，不提供任何担保。</translation>
    </message>
    <message>
        <source>Stands on Qt %1, QCustomPlot and Eigen.</source>
        <translation>基于 Qt %1、QCustomPlot 和 Eigen。</translation>
    </message>
    <message>
        <source>About ffnscope</source>
        <translation>关于 ffnscope</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ColorScaleBar</name>
    <message>
        <source>Colour scale</source>
        <translation>色标</translation>
    </message>
    <message>
        <source>Values of the colours and how many cells have them (logarithm of the count). Drag an end to change the range; double click for the automatic one.</source>
        <translation>各颜色对应的值，以及取该值的单元格数（取对数）。拖动两端可改变范围，双击恢复自动范围。</translation>
    </message>
    <message>
        <source>from %1 to %2</source>
        <translation>从 %1 到 %2</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ComparePanel</name>
    <message>
        <source>Compare with a file</source>
        <translation>与文件对比</translation>
    </message>
    <message>
        <source>Against %1</source>
        <translation>对比对象：%1</translation>
    </message>
    <message>
        <source>Nothing to compare with yet</source>
        <translation>还没有可对比的内容</translation>
    </message>
    <message>
        <source>Edit some units, or keep this pass and open, choose or type something else.</source>
        <translation>请编辑一些单元，或保留当前结果后再打开、选择或输入其他内容。</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>largest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Largest magnitude of a difference</source>
        <translation>差值的最大绝对值</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>相对</translation>
    </message>
    <message>
        <source>Length of the difference over the length of the reference</source>
        <translation>差值的模长与参照模长之比</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Cosine between the two</source>
        <translation>两者之间的余弦</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>Cells that differ</source>
        <translation>不同的单元格数</translation>
    </message>
    <message>
        <source>Largest differences of %1</source>
        <translation>%1 的最大差值</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>there</source>
        <translation>彼处</translation>
    </message>
    <message>
        <source>here</source>
        <translation>此处</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>&amp;Keep this</source>
        <translation>保留当前(&amp;K)</translation>
    </message>
    <message>
        <source>What is open now is what all later passes are compared with</source>
        <translation>以后的结果都与当前打开的内容对比</translation>
    </message>
    <message>
        <source>&amp;Differences in the heat map</source>
        <translation>在热图中显示差值(&amp;D)</translation>
    </message>
    <message>
        <source>the original, without edits</source>
        <translation>未编辑的原始结果</translation>
    </message>
    <message>
        <source>what is kept</source>
        <translation>所保留的结果</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>a file…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>What to compare with</source>
        <translation>对比对象</translation>
    </message>
    <message>
        <source>Distance of every stage</source>
        <translation>各阶段的差距</translation>
    </message>
    <message>
        <source>Largest differences</source>
        <translation>最大差值</translation>
    </message>
    <message>
        <source>fed with the same</source>
        <translation>输入相同</translation>
    </message>
    <message>
        <source>fed with its own</source>
        <translation>各自的输入</translation>
    </message>
    <message>
        <source>Both blocks are fed with the same: the input of the open one.</source>
        <translation>两个块的输入相同：都是当前打开的块的输入。</translation>
    </message>
    <message>
        <source>Each block is fed with its own: what it got in the model when it was captured.</source>
        <translation>每个块用各自的输入：捕获时它在模型中得到的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens are compared; %L1 here and %L2 there have no counterpart (NaN in the map).</source>
        <translation>
            <numerusform>对比了 %n 个词元；此处有 %L1 个、彼处有 %L2 个没有对应（热图中为 NaN）。</numerusform>
        </translation>
    </message>
    <message>
        <source>another block</source>
        <translation>另一个块</translation>
    </message>
    <message>
        <source>&amp;Block</source>
        <translation>块(&amp;B)</translation>
    </message>
    <message>
        <source>Block to compare with</source>
        <translation>要比较的块</translation>
    </message>
    <message>
        <source>What that block is fed with</source>
        <translation>该块的输入</translation>
    </message>
    <message>
        <source>The input of the open block, or what that block got in the model</source>
        <translation>当前打开的块的输入，或该块在模型中得到的内容</translation>
    </message>
    <message>
        <source>Aga&amp;inst</source>
        <translation>对比(&amp;I)</translation>
    </message>
    <message>
        <source>Kept; nothing differs from it yet</source>
        <translation>已保留；目前与它没有差别</translation>
    </message>
    <message>
        <source>Type, choose or edit something: what comes is compared with it.</source>
        <translation>输入、选择或编辑：之后的结果都与它对比。</translation>
    </message>
    <message>
        <source>What is open holds no other block of the same d_model to compare with.</source>
        <translation>当前打开的内容中没有其他 d_model 相同的块可供对比。</translation>
    </message>
    <message>
        <source>Where the texts differ: there → here</source>
        <translation>文本不同之处：彼处 → 此处</translation>
    </message>
    <message>
        <source>Nothing differs: every stage that is compared is the same here and there.</source>
        <translation>没有差异：所对比的每个阶段两边都相同。</translation>
    </message>
    <message>
        <source>%1 is not compared: not there on both sides, or not as wide</source>
        <translation>未对比 %1：并非两边都有，或宽度不同</translation>
    </message>
    <message>
        <source>The tokens that are compared are the same in every stage.</source>
        <translation>所对比的词元在每个阶段都相同。</translation>
    </message>
    <message>
        <source>Nothing differs in %1</source>
        <translation>%1 没有差异</translation>
    </message>
</context>
<context>
    <name>ffn::ui::Document</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>Choose block</source>
        <translation>选择块</translation>
    </message>
    <message>
        <source>Change text</source>
        <translation>更改文本</translation>
    </message>
    <message>
        <source>Choose tokenizer</source>
        <translation>选择分词器</translation>
    </message>
    <message>
        <source>Edit units</source>
        <translation>编辑单元</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>特殊词元</translation>
    </message>
    <message>
        <source>Choose embeddings</source>
        <translation>选择嵌入</translation>
    </message>
    <message>
        <source>Choose positions</source>
        <translation>选择位置</translation>
    </message>
    <message>
        <source>Assign tensors</source>
        <translation>指定张量</translation>
    </message>
</context>
<context>
    <name>ffn::ui::EditRow</name>
    <message>
        <source>set to 0</source>
        <translation>置零</translation>
    </message>
    <message>
        <source>multiply</source>
        <translation>乘以</translation>
    </message>
    <message>
        <source>set to</source>
        <translation>设为</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Whether this edit counts</source>
        <translation>此编辑是否生效</translation>
    </message>
    <message>
        <source>What the edit does</source>
        <translation>编辑的作用</translation>
    </message>
    <message>
        <source>Hidden units, as 12, 55-60</source>
        <translation>隐藏单元，例如 12, 55-60</translation>
    </message>
    <message>
        <source>Value of the edit</source>
        <translation>编辑的值</translation>
    </message>
    <message>
        <source>Remove this edit</source>
        <translation>删除此编辑</translation>
    </message>
</context>
<context>
    <name>ffn::ui::EditsPanel</name>
    <message>
        <source>A saved snapshot has no weights, so nothing can be edited.</source>
        <translation>保存的快照不含权重，无法编辑。</translation>
    </message>
    <message>
        <source>Nothing is edited: this is the network as it is.</source>
        <translation>未作任何编辑：这是原本的网络。</translation>
    </message>
    <message>
        <source>The output is the same as without the edits.</source>
        <translation>输出与未编辑时相同。</translation>
    </message>
    <message>
        <source>Set unit %1 to &amp;0</source>
        <translation>将单元 %1 置零(&amp;0)</translation>
    </message>
    <message>
        <source>&amp;Multiply unit %1</source>
        <translation>缩放单元 %1(&amp;M)</translation>
    </message>
    <message>
        <source>Fi&amp;x unit %1</source>
        <translation>固定单元 %1(&amp;X)</translation>
    </message>
    <message>
        <source>No edits</source>
        <translation>没有编辑</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on</source>
        <translation>
            <numerusform>%n 项编辑生效</numerusform>
        </translation>
    </message>
    <message>
        <source>Hidden values up to a threshold become 0</source>
        <translation>不超过阈值的隐藏值变为 0</translation>
    </message>
    <message>
        <source>For every token; Delete in the heat map does the same</source>
        <translation>对每个词元生效；在热图中按 Delete 效果相同</translation>
    </message>
    <message>
        <source>Threshol&amp;d</source>
        <translation>阈值(&amp;D)</translation>
    </message>
    <message>
        <source>Remove a&amp;ll edits</source>
        <translation>删除全部编辑(&amp;L)</translation>
    </message>
    <message>
        <source>Words names the words that lose by it, Compare all differences.</source>
        <translation>“词语”列出因此下降的词，“对比”列出全部差异。</translation>
    </message>
    <message>
        <source>The edits move the output by %1 % of its own length (all tokens together; cosine to the output without them: %2). Unit %3 moves most, by %4.</source>
        <translation>编辑使输出偏离了自身模长的 %1 %（全部词元合计；与未编辑输出的余弦：%2）。单元 %3 偏离最多，为 %4。</translation>
    </message>
</context>
<context>
    <name>ffn::ui::EmbeddingChoice</name>
    <message>
        <source>Embedding table</source>
        <translation>嵌入表</translation>
    </message>
    <message>
        <source>Which tensor of %1 is the embedding table?</source>
        <translation>%1 中哪个张量是嵌入表？</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ExportDialog</name>
    <message>
        <source>Choose a folder to write into.</source>
        <translation>请选择要写入的文件夹。</translation>
    </message>
    <message>
        <source>%1 is a file, not a folder.</source>
        <translation>%1 是文件，不是文件夹。</translation>
    </message>
    <message>
        <source>The folder %1 is read-only.</source>
        <translation>文件夹 %1 是只读的。</translation>
    </message>
    <message>
        <source>There is no stage to export yet.</source>
        <translation>还没有可导出的阶段。</translation>
    </message>
    <message>
        <source>Choose at least one format.</source>
        <translation>请至少选择一种格式。</translation>
    </message>
    <message numerus="yes">
        <source>%n files are there already. Tick the box above to overwrite them, or choose another folder.</source>
        <translation>
            <numerusform>已存在 %n 个文件。请勾选上方的选项以覆盖，或选择其他文件夹。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Overwrite these %n files</source>
        <translation>
            <numerusform>覆盖这 %n 个文件(&amp;O)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files will be written.</source>
        <translation>
            <numerusform>将写入 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export into</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>&amp;This stage: %1</source>
        <translation>当前阶段：%1(&amp;T)</translation>
    </message>
    <message numerus="yes">
        <source>&amp;All %n stages</source>
        <translation>
            <numerusform>全部 %n 个阶段(&amp;A)</numerusform>
        </translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>One file with all chosen stages, which can be opened again</source>
        <translation>一个文件包含所有选中的阶段，可重新打开</translation>
    </message>
    <message>
        <source>Picture &amp;scale:</source>
        <translation>图片缩放(&amp;S)：</translation>
    </message>
    <message>
        <source>Picture scale</source>
        <translation>图片缩放</translation>
    </message>
    <message>
        <source>CSV &amp;layout:</source>
        <translation>CSV 布局(&amp;L)：</translation>
    </message>
    <message>
        <source>CSV layout</source>
        <translation>CSV 布局</translation>
    </message>
    <message>
        <source>wide: one row a token</source>
        <translation>宽表：每个词元一行</translation>
    </message>
    <message>
        <source>tidy: one row a value</source>
        <translation>长表：每个值一行</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>文件夹(&amp;F)：</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Files that are there already</source>
        <translation>已存在的文件</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ExportJob</name>
    <message>
        <source>The last export is still being written; stop it or wait for its end.</source>
        <translation>上一次导出仍在写入；请停止它或等它完成。</translation>
    </message>
</context>
<context>
    <name>ffn::ui::GoToDialog</name>
    <message>
        <source>Go to a cell</source>
        <translation>转到单元格</translation>
    </message>
    <message>
        <source>&amp;Sequence</source>
        <translation>序列(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>词元(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>单元(&amp;U)</translation>
    </message>
</context>
<context>
    <name>ffn::ui::HeatMapView</name>
    <message>
        <source>unit %1</source>
        <translation>单元 %1</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Heat map of the chosen stage</source>
        <translation>所选阶段的热图</translation>
    </message>
    <message>
        <source>Nothing computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>This block has no such stage</source>
        <translation>此块没有该阶段</translation>
    </message>
    <message>
        <source>No tokens</source>
        <translation>没有词元</translation>
    </message>
    <message>
        <source>Drawing…</source>
        <translation>正在绘制…</translation>
    </message>
    <message>
        <source>Difference against %1</source>
        <translation>与 %1 的差值</translation>
    </message>
</context>
<context>
    <name>ffn::ui::HistogramPanel</name>
    <message>
        <source>The stage %1 was not kept.</source>
        <translation>未保留阶段 %1。</translation>
    </message>
    <message>
        <source>min %1</source>
        <translation>最小 %1</translation>
    </message>
    <message>
        <source>max %1</source>
        <translation>最大 %1</translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>均值 %1</translation>
    </message>
    <message>
        <source>length %1</source>
        <translation>模长 %1</translation>
    </message>
    <message>
        <source>NaN %1 · +∞ %2 · −∞ %3</source>
        <translation>NaN %1 · +∞ %2 · −∞ %3</translation>
    </message>
    <message>
        <source>exactly 0: %1, bar cut off</source>
        <translation>恰为 0：%1，柱已截断</translation>
    </message>
    <message>
        <source>exactly 0: %1</source>
        <translation>恰为 0：%1</translation>
    </message>
    <message>
        <source>not 0</source>
        <translation>非 0</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Histogram of the chosen stage</source>
        <translation>所选阶段的直方图</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>单元格数</translation>
    </message>
    <message>
        <source>&amp;Logarithmic counts</source>
        <translation>对数计数(&amp;L)</translation>
    </message>
    <message numerus="yes">
        <source>%1 … %2: %3 cells</source>
        <translation>
            <numerusform>%1 … %2：%3 个单元格</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 个值</translation>
    </message>
    <message>
        <source>%1 exactly 0</source>
        <translation>%1 恰为 0</translation>
    </message>
</context>
<context>
    <name>ffn::ui::InputMenu</name>
    <message>
        <source>The tokeniser knows of no special tokens</source>
        <translation>该分词器没有特殊词元</translation>
    </message>
    <message>
        <source>The model&apos;s</source>
        <translation>模型自带</translation>
    </message>
    <message>
        <source>Random rows</source>
        <translation>随机行</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>Special tokens, embeddings, positions</source>
        <translation>特殊词元、嵌入、位置</translation>
    </message>
    <message>
        <source>&amp;Special tokens around the text</source>
        <translation>在文本两端加特殊词元(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Embeddings</source>
        <translation>嵌入(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Positions</source>
        <translation>位置(&amp;P)</translation>
    </message>
    <message>
        <source>As the model says</source>
        <translation>按模型的设定</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Sinusoidal</source>
        <translation>正弦</translation>
    </message>
    <message>
        <source>The model&apos;s (none fits: random rows)</source>
        <translation>模型自带（没有合适的：随机行）</translation>
    </message>
</context>
<context>
    <name>ffn::ui::InspectorView</name>
    <message>
        <source>Nothing has been computed yet.</source>
        <translation>尚未计算。</translation>
    </message>
    <message>
        <source>The stage %1 was not kept.</source>
        <translation>未保留阶段 %1。</translation>
    </message>
    <message>
        <source>This row is padding: no token, no value.</source>
        <translation>此行是填充：没有词元，也没有值。</translation>
    </message>
    <message>
        <source>Point at a cell to see how it came about.</source>
        <translation>指向一个单元格，查看其值的由来。</translation>
    </message>
    <message>
        <source>token «%1»</source>
        <translation>词元“%1”</translation>
    </message>
    <message>
        <source>position %1</source>
        <translation>位置 %1</translation>
    </message>
    <message>
        <source>batch row %1</source>
        <translation>批次行 %1</translation>
    </message>
    <message>
        <source>unit %1 of %2</source>
        <translation>单元 %1（共 %2）</translation>
    </message>
    <message>
        <source>The block&apos;s input: given, not computed.</source>
        <translation>块的输入：给定的，并非计算所得。</translation>
    </message>
    <message>
        <source>Without the weights and the stages before, how this cell came about is not known.</source>
        <translation>缺少权重和之前的阶段，无法得知此单元格的由来。</translation>
    </message>
    <message>
        <source>✗ The terms do not add up to the value: they differ by %1.</source>
        <translation>✗ 各项之和与该值不符：相差 %1。</translation>
    </message>
    <message>
        <source>✓ The terms add up to the value.</source>
        <translation>✓ 各项之和等于该值。</translation>
    </message>
    <message>
        <source>✓ The terms add up to the value; float32 rounding is %1.</source>
        <translation>✓ 各项之和等于该值；float32 舍入误差为 %1。</translation>
    </message>
    <message>
        <source>→ %1: %2</source>
        <translation>→ %1：%2</translation>
    </message>
    <message>
        <source>What became of it: go to this cell in %1</source>
        <translation>它的去向：转到 %1 中的此单元格</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Back to the cell before (%1)</source>
        <translation>返回上一个单元格（%1）</translation>
    </message>
    <message>
        <source>Back to the cell before</source>
        <translation>返回上一个单元格</translation>
    </message>
    <message>
        <source>Value of the cell</source>
        <translation>单元格的值</translation>
    </message>
    <message>
        <source>The cell as a sum</source>
        <translation>单元格的求和分解</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>✓ The terms add up to the pre-activation, %1.</source>
        <translation>✓ 各项之和等于预激活值 %1。</translation>
    </message>
    <message>
        <source>Terms show&amp;n:</source>
        <translation>显示项数(&amp;N)：</translation>
    </message>
</context>
<context>
    <name>ffn::ui::LayerNormPanel</name>
    <message>
        <source>This block has no norm.</source>
        <translation>此块没有归一化。</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>The weights are not here, so gain and bias are not known.</source>
        <translation>没有权重，无法得知增益和偏置。</translation>
    </message>
    <message>
        <source>This norm has no gain.</source>
        <translation>此归一化没有增益。</translation>
    </message>
    <message numerus="yes">
        <source>%n gains lie far from the others (over 8 times the median distance from the median)</source>
        <translation>
            <numerusform>%n 个增益远离其余增益（与中位数的距离超过中位距离的 8 倍）</numerusform>
        </translation>
    </message>
    <message>
        <source>before the block</source>
        <translation>在块之前</translation>
    </message>
    <message>
        <source>after the sum</source>
        <translation>在求和之后</translation>
    </message>
    <message>
        <source>The normalised rows were not kept, so the norm cannot be checked.</source>
        <translation>未保留归一化后的行，无法检验归一化。</translation>
    </message>
    <message>
        <source>Mean of every normalised row is 0: at most %1 off.</source>
        <translation>归一化后每行均值为 0：偏差不超过 %1。</translation>
    </message>
    <message>
        <source>Length of every normalised row is √d_model = %1, less what ε takes: at most %2 off.</source>
        <translation>归一化后每行模长为 √d_model = %1（扣除 ε 的影响）：偏差不超过 %2。</translation>
    </message>
    <message>
        <source>Some rows hold NaN or infinities.</source>
        <translation>有些行含有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>variance</source>
        <translation>方差</translation>
    </message>
    <message>
        <source>length</source>
        <translation>模长</translation>
    </message>
    <message>
        <source>Length of the normalised row</source>
        <translation>归一化后该行的模长</translation>
    </message>
    <message>
        <source>outliers</source>
        <translation>离群值</translation>
    </message>
    <message>
        <source>unit %1: %2 %3</source>
        <translation>单元 %1：%2 %3</translation>
    </message>
    <message>
        <source>LayerNorm</source>
        <translation>LayerNorm</translation>
    </message>
    <message>
        <source>Statistics of each token</source>
        <translation>每个词元的统计量</translation>
    </message>
    <message>
        <source>Gain of each unit</source>
        <translation>每个单元的增益</translation>
    </message>
    <message>
        <source>Bias of each unit</source>
        <translation>每个单元的偏置</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Tokens and weights</source>
        <translation>词元与权重</translation>
    </message>
    <message>
        <source>Length of every normalised row is √(d_model − 1) = %1, less what ε takes: at most %2 off.</source>
        <translation>归一化后每行模长为 √(d_model − 1) = %1（扣除 ε 的影响）：偏差不超过 %2。</translation>
    </message>
</context>
<context>
    <name>ffn::ui::LayersDialog</name>
    <message>
        <source>of all cells</source>
        <translation>占全部单元格</translation>
    </message>
    <message>
        <source>of units, on any token</source>
        <translation>占单元（任一词元上激活）</translation>
    </message>
    <message>
        <source>units never active</source>
        <translation>从未激活的单元</translation>
    </message>
    <message>
        <source>update over input</source>
        <translation>更新量与输入之比</translation>
    </message>
    <message numerus="yes">
        <source>%n block(s)</source>
        <translation>
            <numerusform>%n 个块</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>已看 %n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>All blocks</source>
        <translation>全部块</translation>
    </message>
    <message>
        <source>Every block gets the input that is open. In the network only the first block&apos;s input comes straight from the embeddings.</source>
        <translation>每个块都使用当前打开的输入。在网络中，只有第一个块的输入直接来自嵌入。</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>active, %</source>
        <translation>激活，%</translation>
    </message>
    <message>
        <source>never active</source>
        <translation>从未激活</translation>
    </message>
    <message>
        <source>block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>‖f(x)‖ / ‖x‖</source>
        <translation>‖f(x)‖ / ‖x‖</translation>
    </message>
</context>
<context>
    <name>ffn::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n file(s) written to %1</source>
        <translation>
            <numerusform>已将 %n 个文件写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>no NaN, no Inf</source>
        <translation>无 NaN，无 Inf</translation>
    </message>
    <message>
        <source>%L1 NaN, %L2 Inf</source>
        <translation>%L1 个 NaN，%L2 个 Inf</translation>
    </message>
    <message>
        <source>Weights and stages in memory</source>
        <translation>权重和各阶段占用的内存</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>%1 — ffnscope</source>
        <translation>%1 — ffnscope</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>稀疏度</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Residual</source>
        <translation>残差</translation>
    </message>
    <message>
        <source>LayerNorm</source>
        <translation>LayerNorm</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Heat map of the chosen stage</source>
        <translation>所选阶段的热图</translation>
    </message>
    <message>
        <source>Inspector: the cell under the cursor</source>
        <translation>检查器：光标下的单元格</translation>
    </message>
    <message>
        <source>input: as saved</source>
        <translation>输入：保存时的值</translation>
    </message>
    <message>
        <source>input: hidden states from a file</source>
        <translation>输入：文件中的隐藏状态</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Numerics</source>
        <translation>数值精度</translation>
    </message>
    <message>
        <source>Open a tokeniser</source>
        <translation>打开分词器</translation>
    </message>
    <message>
        <source>Tokenisers: tokenizer.json, vocab.json with merges.txt, vocab.txt, SentencePiece</source>
        <translation>分词器：tokenizer.json、vocab.json 和 merges.txt、vocab.txt、SentencePiece</translation>
    </message>
    <message>
        <source>Open an embedding table</source>
        <translation>打开嵌入表</translation>
    </message>
    <message>
        <source>Weight files</source>
        <translation>权重文件</translation>
    </message>
    <message>
        <source>This file holds no weights. What needs them cannot be shown: how a cell came about, what units read and write, edits. Open the weights, too, to have it all.</source>
        <translation>该文件不含权重，因此无法显示需要权重的内容：单元格的由来、单元读取和写入的内容、编辑。同时打开权重即可看到全部。</translation>
    </message>
    <message>
        <source>input: captured, what this block got in the model</source>
        <translation>输入：捕获所得，即该块在模型中真正得到的内容</translation>
    </message>
    <message>
        <source>input: random rows (seed %1)</source>
        <translation>输入：随机行（种子 %1）</translation>
    </message>
    <message>
        <source>input: embeddings only, %1</source>
        <translation>输入：仅嵌入，%1</translation>
    </message>
    <message>
        <source>Weights, captures, hidden states, snapshots, texts</source>
        <translation>权重、捕获、隐藏状态、快照、文本</translation>
    </message>
    <message>
        <source>Open a weight file first: there are no tensors to assign.</source>
        <translation>请先打开权重文件：当前没有可指定的张量。</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词语</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Files are still being written. Close and leave out the rest?</source>
        <translation>文件仍在写入。要关闭并放弃其余部分吗？</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on</source>
        <translation>
            <numerusform>%n 项编辑生效</numerusform>
        </translation>
    </message>
    <message>
        <source>This is not the original pass; the panel Edits lists what was changed</source>
        <translation>这不是原始结果；“编辑”面板列出了改动</translation>
    </message>
    <message>
        <source>%1 + positions</source>
        <translation>%1 + 位置</translation>
    </message>
    <message>
        <source>%1; ids by order of appearance</source>
        <translation>%1；编号按出现顺序</translation>
    </message>
    <message>
        <source>Open a model&apos;s folder</source>
        <translation>打开模型文件夹</translation>
    </message>
</context>
<context>
    <name>ffn::ui::MapOptions</name>
    <message>
        <source>&amp;Colours</source>
        <translation>色图(&amp;C)</translation>
    </message>
    <message>
        <source>Colour map; automatic is diverging for values with both signs</source>
        <translation>色图；数值有正有负时，“自动”选用发散色图</translation>
    </message>
    <message>
        <source>&amp;Range</source>
        <translation>范围(&amp;R)</translation>
    </message>
    <message>
        <source>Which values the ends of the colour scale stand for</source>
        <translation>色标两端对应的值</translation>
    </message>
    <message>
        <source>Ends of the range, lowest:highest</source>
        <translation>范围两端，最小值:最大值</translation>
    </message>
    <message>
        <source>Lowest and highest value with a colon between, as −1:2.5</source>
        <translation>最小值和最大值，中间用半角冒号分隔，例如 −1:2.5</translation>
    </message>
    <message>
        <source>&amp;Scale</source>
        <translation>映射(&amp;S)</translation>
    </message>
    <message>
        <source>How values between the ends are spread over the colours</source>
        <translation>两端之间的值如何映射到颜色</translation>
    </message>
    <message>
        <source>&amp;Pixel shows</source>
        <translation>像素显示(&amp;P)</translation>
    </message>
    <message>
        <source>What a pixel shows that stands for many cells</source>
        <translation>一个像素代表多个单元格时显示的内容</translation>
    </message>
    <message>
        <source>&amp;Transpose</source>
        <translation>转置(&amp;T)</translation>
    </message>
    <message>
        <source>Tokens to the right, units downwards</source>
        <translation>词元向右，单元向下</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>symmetric</source>
        <translation>对称</translation>
    </message>
    <message>
        <source>percentiles 1–99</source>
        <translation>百分位 1–99</translation>
    </message>
    <message>
        <source>visible part</source>
        <translation>可见部分</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>手动输入</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>symmetric log</source>
        <translation>对称对数</translation>
    </message>
    <message>
        <source>square root</source>
        <translation>平方根</translation>
    </message>
    <message>
        <source>Lowest and highest value with a colon between</source>
        <translation>最小值和最大值，中间用半角冒号分隔</translation>
    </message>
    <message>
        <source>Order by a list</source>
        <translation>按列表排序</translation>
    </message>
    <message>
        <source>Numbers to put first, as 12, 55-60, 7:</source>
        <translation>排在最前的编号，例如 12, 55-60, 7：</translation>
    </message>
    <message>
        <source>&amp;all stages</source>
        <translation>所有阶段(&amp;A)</translation>
    </message>
    <message>
        <source>One range for all stages, so that their colours can be compared</source>
        <translation>所有阶段使用同一范围，以便比较颜色</translation>
    </message>
    <message>
        <source>In which order units and tokens are shown; labels always tell their true names</source>
        <translation>单元和词元的显示顺序；标签始终显示其真实名称</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>&amp;Order •</source>
        <translation>顺序(&amp;O) •</translation>
    </message>
    <message>
        <source>&amp;Order</source>
        <translation>顺序(&amp;O)</translation>
    </message>
    <message>
        <source>cursor</source>
        <translation>光标</translation>
    </message>
    <message>
        <source>active fraction</source>
        <translation>激活比例</translation>
    </message>
    <message>
        <source>What is drawn along the edges: the row and column of the cursor, or how much of every row and column is active (not 0; for smooth activations above the panels&apos; threshold)</source>
        <translation>边缘所绘内容：光标所在的行和列，或每行每列的激活比例（不为 0；平滑激活函数则为高于面板中的阈值）</translation>
    </message>
    <message>
        <source>In which order columns and rows are shown; labels always tell their true numbers</source>
        <translation>列和行按何种顺序显示；标签始终给出它们真实的编号</translation>
    </message>
    <message>
        <source>Rows to the right, columns downwards</source>
        <translation>行向右，列向下</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Ed&amp;ges</source>
        <translation>边缘(&amp;G)</translation>
    </message>
</context>
<context>
    <name>ffn::ui::MapPlot</name>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>column</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>ffn::ui::MappingDialog</name>
    <message>
        <source>– none –</source>
        <translation>– 无 –</translation>
    </message>
    <message>
        <source>A block needs at least its first and its second matrix.</source>
        <translation>一个块至少需要第一个和第二个矩阵。</translation>
    </message>
    <message>
        <source>eps must be a number above 0, such as 1e-5.</source>
        <translation>eps 必须是大于 0 的数，例如 1e-5。</translation>
    </message>
    <message>
        <source>gated</source>
        <translation>门控</translation>
    </message>
    <message>
        <source>not gated</source>
        <translation>无门控</translation>
    </message>
    <message>
        <source>&amp;First matrix (up)</source>
        <translation>第一个矩阵 up(&amp;F)</translation>
    </message>
    <message>
        <source>Its &amp;bias</source>
        <translation>其偏置(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Gate</source>
        <translation>门(&amp;G)</translation>
    </message>
    <message>
        <source>Bias of the gate</source>
        <translation>门的偏置</translation>
    </message>
    <message>
        <source>&amp;Second matrix (down)</source>
        <translation>第二个矩阵 down(&amp;S)</translation>
    </message>
    <message>
        <source>Its b&amp;ias</source>
        <translation>其偏置(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Norm&apos;s gain</source>
        <translation>归一化的增益(&amp;N)</translation>
    </message>
    <message>
        <source>Norm&apos;s bias</source>
        <translation>归一化的偏置</translation>
    </message>
    <message>
        <source>&amp;Layout</source>
        <translation>排列(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Activation</source>
        <translation>激活函数(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Placement</source>
        <translation>归一化位置(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;eps</source>
        <translation>eps(&amp;E)</translation>
    </message>
    <message>
        <source>Assign tensors</source>
        <translation>指定张量</translation>
    </message>
    <message>
        <source>Say which tensors of %1 make up a feed-forward block. Each list offers only what fits the others. It is remembered for files with the same tensors.</source>
        <translation>请指定 %1 中的哪些张量组成一个前馈块。每个列表只提供与其他选择相符的张量。对张量相同的文件会记住此选择。</translation>
    </message>
    <message>
        <source>by the shapes</source>
        <translation>由形状判断</translation>
    </message>
    <message>
        <source>[out, in], as torch.nn.Linear</source>
        <translation>[out, in]，如 torch.nn.Linear</translation>
    </message>
    <message>
        <source>[in, out], as GPT-2</source>
        <translation>[in, out]，如 GPT-2</translation>
    </message>
    <message>
        <source>&amp;Open the block</source>
        <translation>打开该块(&amp;O)</translation>
    </message>
    <message>
        <source>No&amp;rm</source>
        <translation>归一化(&amp;R)</translation>
    </message>
    <message>
        <source>Second norm&apos;s gain</source>
        <translation>第二个归一化的增益</translation>
    </message>
    <message>
        <source>Second norm&apos;s bias</source>
        <translation>第二个归一化的偏置</translation>
    </message>
    <message>
        <source>The matrices are square, so nothing shows how they lie: choose the layout above.</source>
        <translation>矩阵是方阵，看不出数据如何排列：请在上面选择“排列”。</translation>
    </message>
    <message>
        <source>The tensors do not say which activation it is: choose it above.</source>
        <translation>从张量看不出用的是哪种激活函数：请在上面选择。</translation>
    </message>
    <message>
        <source>The tensors do not say which norm it is: choose it above.</source>
        <translation>从张量看不出用的是哪种归一化：请在上面选择。</translation>
    </message>
    <message>
        <source>by the tensors: %1</source>
        <translation>由张量判断：%1</translation>
    </message>
    <message>
        <source>– choose –</source>
        <translation>– 请选择 –</translation>
    </message>
</context>
<context>
    <name>ffn::ui::Menus</name>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Random weights…</source>
        <translation>随机权重(&amp;R)…</translation>
    </message>
    <message>
        <source>Open the &amp;demo</source>
        <translation>打开演示(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Re&amp;do</source>
        <translation>重做(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Sentence</source>
        <translation>句子(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Next stage</source>
        <translation>下一阶段(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous stage</source>
        <translation>上一阶段(&amp;P)</translation>
    </message>
    <message>
        <source>Next p&amp;anel</source>
        <translation>下一面板(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Heat map</source>
        <translation>热图(&amp;H)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>增大文字(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>减小文字(&amp;S)</translation>
    </message>
    <message>
        <source>N&amp;ormal text</source>
        <translation>默认文字大小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About ffnscope</source>
        <translation>关于 ffnscope(&amp;A)</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Forget these</source>
        <translation>清除记录</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open weights, hidden states, a snapshot or a text</source>
        <translation>打开权重、隐藏状态、快照或文本</translation>
    </message>
    <message>
        <source>Random…</source>
        <translation>随机…</translation>
    </message>
    <message>
        <source>A block with random weights</source>
        <translation>使用随机权重的块</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Pictures and tables of the stages</source>
        <translation>各阶段的图片和表格</translation>
    </message>
    <message>
        <source>Save what is &amp;shown…</source>
        <translation>保存所示内容(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Copy the numbers shown</source>
        <translation>复制所示数值(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the &amp;picture shown</source>
        <translation>复制所示图片(&amp;P)</translation>
    </message>
    <message>
        <source>Mark &amp;all cells</source>
        <translation>标记全部单元格(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Token and unit…</source>
        <translation>词元和单元(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Largest value</source>
        <translation>最大值(&amp;L)</translation>
    </message>
    <message>
        <source>Next &amp;NaN or Inf</source>
        <translation>下一个 NaN 或 Inf(&amp;N)</translation>
    </message>
    <message>
        <source>Next token of &amp;zeros only</source>
        <translation>下一个全零词元(&amp;Z)</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>Set the &amp;unit under the cursor to 0</source>
        <translation>将光标下的单元置零(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Keep this to compare with</source>
        <translation>保留当前以供对比(&amp;K)</translation>
    </message>
    <message>
        <source>All &amp;blocks…</source>
        <translation>全部块(&amp;B)…</translation>
    </message>
    <message>
        <source>S&amp;can texts…</source>
        <translation>扫描文本(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Model browser…</source>
        <translation>模型浏览器(&amp;M)…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Blocks and tensors of the open file, weights as pictures</source>
        <translation>所打开文件的块和张量，权重以图像显示</translation>
    </message>
    <message>
        <source>&amp;Assign tensors…</source>
        <translation>指定张量(&amp;A)…</translation>
    </message>
    <message>
        <source>Pan&amp;els</source>
        <translation>面板(&amp;E)</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
</context>
<context>
    <name>ffn::ui::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dismiss message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ModelBrowser</name>
    <message>
        <source>Choose a tensor on the left.</source>
        <translation>请在左侧选择一个张量。</translation>
    </message>
    <message>
        <source>Nothing is open whose tensors could be listed: random weights and hidden states are in no weight file.</source>
        <translation>当前没有可列出张量的文件：随机权重和隐藏状态不在任何权重文件中。</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %2 · %n block(s)</source>
        <translation>
            <numerusform>%1 · %2 · %n 个块</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s)</source>
        <translation>
            <numerusform>%n 个张量</numerusform>
        </translation>
    </message>
    <message>
        <source>Model browser</source>
        <translation>模型浏览器</translation>
    </message>
    <message>
        <source>&amp;Blocks: Enter or a double click opens one</source>
        <translation>块：按回车或双击即可打开(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Tensors of the file</source>
        <translation>文件中的张量(&amp;T)</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
</context>
<context>
    <name>ffn::ui::NormStepsPanel</name>
    <message>
        <source>This block has no norm.</source>
        <translation>此块没有归一化。</translation>
    </message>
    <message>
        <source>Point at a token to see its norm step by step.</source>
        <translation>指向一个词元，逐步查看它的归一化。</translation>
    </message>
    <message>
        <source>The steps need the weights and the stage that enters the norm.</source>
        <translation>逐步查看需要权重和进入归一化的那个阶段。</translation>
    </message>
    <message>
        <source>token %1</source>
        <translation>词元 %1</translation>
    </message>
    <message>
        <source>What enters the norm: the stage %1.</source>
        <translation>进入归一化的值：阶段 %1。</translation>
    </message>
    <message>
        <source>Minus the mean: the row now stands at right angles to 1 = (1, …, 1), its sum is 0.</source>
        <translation>减去均值：此行现在与 1 = (1, …, 1) 垂直，其和为 0。</translation>
    </message>
    <message>
        <source>RMSNorm does not centre: the row is as it entered.</source>
        <translation>RMSNorm 不做中心化：此行与进入时相同。</translation>
    </message>
    <message>
        <source>Times rstd: the row now has length √d, less what ε takes.</source>
        <translation>乘以 rstd：此行的长度现在是 √d，只差 ε 带来的一点。</translation>
    </message>
    <message>
        <source>Times the gain of each unit; dots mark gains far from the others.</source>
        <translation>乘以各单元的增益；圆点标出远离其余的增益。</translation>
    </message>
    <message>
        <source>Plus the bias of each unit: what leaves the norm.</source>
        <translation>加上各单元的偏置：这就是归一化的输出。</translation>
    </message>
    <message>
        <source>Sum of the row %1; cosine to 1 = (1, …, 1): %2.</source>
        <translation>此行之和 %1；与 1 = (1, …, 1) 的余弦：%2。</translation>
    </message>
    <message>
        <source>Length %1; √d = %2, with ε the scaled row must have %3.</source>
        <translation>长度 %1；√d = %2，计入 ε 后缩放的行应为 %3。</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>gain far from the others</source>
        <translation>远离其余的增益</translation>
    </message>
    <message>
        <source>The norm, step by step</source>
        <translation>逐步查看归一化</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>逐步</translation>
    </message>
    <message>
        <source>× gain</source>
        <translation>× 增益</translation>
    </message>
    <message>
        <source>+ bias</source>
        <translation>+ 偏置</translation>
    </message>
    <message>
        <source>What enters</source>
        <translation>进入的值</translation>
    </message>
    <message>
        <source>Centred</source>
        <translation>中心化</translation>
    </message>
    <message>
        <source>Scaled</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Times gain</source>
        <translation>乘以增益</translation>
    </message>
    <message>
        <source>Plus bias</source>
        <translation>加上偏置</translation>
    </message>
    <message>
        <source>The token&apos;s row after the step</source>
        <translation>该步之后词元的行</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>unit %1: %2</source>
        <translation>单元 %1：%2</translation>
    </message>
    <message>
        <source>Times rstd: the row now has length √(d − 1), less what ε takes.</source>
        <translation>乘以 rstd：此行的长度现在是 √(d − 1)，只差 ε 带来的一点。</translation>
    </message>
    <message>
        <source>Length %1; √(d − 1) = %2, with ε the scaled row must have %3.</source>
        <translation>长度 %1；√(d − 1) = %2，计入 ε 后缩放的行应为 %3。</translation>
    </message>
</context>
<context>
    <name>ffn::ui::NumericsPanel</name>
    <message>
        <source>The comparison needs the weights and the stage input.</source>
        <translation>比较需要权重和阶段 input。</translation>
    </message>
    <message>
        <source>Runs the whole block once more in float64 and shows what float32 cost each stage.</source>
        <translation>用 float64 把整个块再算一遍，显示 float32 使各阶段损失了多少精度。</translation>
    </message>
    <message>
        <source>Largest difference to float64 from the input on, and relative to the length of the stage; own: what the stage lost by itself. A click goes to the cell.</source>
        <translation>从输入起与 float64 的最大差，以及相对于该阶段长度的差；自身：该阶段自己损失的部分。单击可转到该单元格。</translation>
    </message>
    <message>
        <source>No NaN and no Inf in any stage that is kept.</source>
        <translation>所保留的各阶段中没有 NaN，也没有 Inf。</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s) with NaN or Inf; the first stage and cell of each:</source>
        <translation>
            <numerusform>%n 个词元含有 NaN 或 Inf；各自最先出现的阶段和单元格：</numerusform>
        </translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>单元格数</translation>
    </message>
    <message>
        <source>NaN and Inf of the token in this stage</source>
        <translation>该词元在此阶段中的 NaN 和 Inf</translation>
    </message>
    <message>
        <source>cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>max |Δ|</source>
        <translation>最大 |Δ|</translation>
    </message>
    <message>
        <source>Largest |float32 − float64|</source>
        <translation>最大的 |float32 − float64|</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>相对</translation>
    </message>
    <message>
        <source>token · unit</source>
        <translation>词元 · 单元</translation>
    </message>
    <message>
        <source>Where the largest difference is</source>
        <translation>最大差所在之处</translation>
    </message>
    <message>
        <source>own max |Δ|</source>
        <translation>自身最大 |Δ|</translation>
    </message>
    <message>
        <source>What this stage lost by itself, from the float32 stage before</source>
        <translation>从前一阶段的 float32 值算起，该阶段自己损失的部分</translation>
    </message>
    <message>
        <source>own relative</source>
        <translation>自身相对</translation>
    </message>
    <message>
        <source>What this stage lost by itself, relative to its length</source>
        <translation>该阶段自己损失的部分，相对于其长度</translation>
    </message>
    <message>
        <source>NaN, Inf</source>
        <translation>NaN、Inf</translation>
    </message>
    <message>
        <source>Cells where either is NaN or Inf</source>
        <translation>两者之一为 NaN 或 Inf 的单元格</translation>
    </message>
    <message>
        <source>Numerics</source>
        <translation>数值精度</translation>
    </message>
    <message>
        <source>Where NaN and Inf began</source>
        <translation>NaN 与 Inf 的起源</translation>
    </message>
    <message>
        <source>What float32 cost each stage</source>
        <translation>float32 使各阶段损失的精度</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>比较的进度</translation>
    </message>
    <message>
        <source>&amp;Break off</source>
        <translation>停止(&amp;B)</translation>
    </message>
    <message>
        <source>Co&amp;mpare with float64</source>
        <translation>与 float64 比较(&amp;M)</translation>
    </message>
</context>
<context>
    <name>ffn::ui::OutliersPanel</name>
    <message>
        <source>No stage of the residual stream was kept.</source>
        <translation>残差流的各阶段均未保留。</translation>
    </message>
    <message numerus="yes">
        <source>%n dimension(s) stand out</source>
        <translation>
            <numerusform>%n 个维度突出</numerusform>
        </translation>
    </message>
    <message>
        <source>root mean square over %1 times the median %2</source>
        <translation>均方根超过中位数 %2 的 %1 倍</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>已看 %n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>Or with a massive activation: |value| over %1 and over %2 times the median |value|, which is %3.</source>
        <translation>或含有巨量激活：|值| 大于 %1，且大于 |值| 的中位数 %3 的 %2 倍。</translation>
    </message>
    <message>
        <source>root mean square</source>
        <translation>均方根</translation>
    </message>
    <message>
        <source>stands out</source>
        <translation>突出</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Root mean square over the tokens</source>
        <translation>对各词元的均方根</translation>
    </message>
    <message>
        <source>× median</source>
        <translation>× 中位数</translation>
    </message>
    <message>
        <source>Times the median of all dimensions</source>
        <translation>是所有维度中位数的几倍</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>The value of largest magnitude</source>
        <translation>绝对值最大的值</translation>
    </message>
    <message>
        <source>on token</source>
        <translation>所在词元</translation>
    </message>
    <message>
        <source>The token of the peak</source>
        <translation>峰值所在的词元</translation>
    </message>
    <message>
        <source>massive</source>
        <translation>巨量</translation>
    </message>
    <message>
        <source>Cells that are massive activations</source>
        <translation>属于巨量激活的单元格</translation>
    </message>
    <message>
        <source>Outlier dimensions</source>
        <translation>离群维度</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>离群</translation>
    </message>
    <message>
        <source>Stage whose dimensions are looked at</source>
        <translation>所查看的阶段</translation>
    </message>
    <message>
        <source>Root mean square of each dimension</source>
        <translation>各维度的均方根</translation>
    </message>
    <message>
        <source>unit %1: root mean square %2</source>
        <translation>单元 %1：均方根 %2</translation>
    </message>
    <message>
        <source>Dimensions that stand out</source>
        <translation>突出的维度</translation>
    </message>
</context>
<context>
    <name>ffn::ui::Panel</name>
    <message>
        <source>Nothing has been computed yet.</source>
        <translation>尚未计算。</translation>
    </message>
</context>
<context>
    <name>ffn::ui::PanelGroup</name>
    <message>
        <source>Parts of this panel</source>
        <translation>此面板的各部分</translation>
    </message>
</context>
<context>
    <name>ffn::ui::PartExport</name>
    <message>
        <source>%L1 cells are too many to copy as numbers; mark up to %L2 of them with Control and the mouse, or save them as a file</source>
        <translation>%L1 个单元格太多，无法复制为数值；请按住 Control 用鼠标标记最多 %L2 个，或保存为文件</translation>
    </message>
    <message>
        <source>The numbers of %L1 × %L2 cells are on the clipboard (tokens × units)</source>
        <translation>%L1 × %L2 个单元格的数值已复制到剪贴板（词元 × 单元）</translation>
    </message>
    <message>
        <source>The picture is on the clipboard</source>
        <translation>图片已复制到剪贴板</translation>
    </message>
    <message>
        <source>PNG picture, %1×</source>
        <translation>PNG 图片，%1×</translation>
    </message>
    <message>
        <source>SVG picture</source>
        <translation>SVG 图片</translation>
    </message>
    <message>
        <source>PDF picture</source>
        <translation>PDF 图片</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>CSV 表格</translation>
    </message>
    <message>
        <source>NumPy array, and a table of labels</source>
        <translation>NumPy 数组及标签表</translation>
    </message>
    <message>
        <source>Save what is shown</source>
        <translation>保存所示内容</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>The last copy or file is still being made; stop it or wait for its end.</source>
        <translation>上一个复制或文件仍在制作中；请停止它或等它完成。</translation>
    </message>
    <message>
        <source>There already: %1. Write over it?</source>
        <translation>已存在：%1。要覆盖吗？</translation>
    </message>
</context>
<context>
    <name>ffn::ui::PiecesBar</name>
    <message>
        <source>Pieces of the text with their ids</source>
        <translation>文本的各个片段及其编号</translation>
    </message>
    <message>
        <source>The pieces that the tokeniser made, with their ids</source>
        <translation>分词器切出的片段及其编号</translation>
    </message>
</context>
<context>
    <name>ffn::ui::PipelineStrip</name>
    <message>
        <source>gate matrix Wg and bias</source>
        <translation>门控矩阵 Wg 与偏置</translation>
    </message>
    <message>
        <source>first matrix W₁ and bias b₁</source>
        <translation>第一个矩阵 W₁ 与偏置 b₁</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>gate times pre-activation</source>
        <translation>门控乘以预激活</translation>
    </message>
    <message>
        <source>second matrix W₂ and bias b₂</source>
        <translation>第二个矩阵 W₂ 与偏置 b₂</translation>
    </message>
    <message>
        <source>the residual: the input is added</source>
        <translation>残差：加上输入</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>未保留</translation>
    </message>
    <message>
        <source>%L1 NaN/Inf</source>
        <translation>%L1 NaN/Inf</translation>
    </message>
    <message>
        <source>%1 % zero</source>
        <translation>%1 % 为零</translation>
    </message>
    <message>
        <source>Stages of the block</source>
        <translation>块的各阶段</translation>
    </message>
    <message>
        <source>the second norm, of what is added</source>
        <translation>第二个归一化，作用于所加的内容</translation>
    </message>
</context>
<context>
    <name>ffn::ui::RandomDialog</name>
    <message>
        <source>The seed must be a whole number from 0 to 18446744073709551615.</source>
        <translation>种子必须是 0 到 18446744073709551615 之间的整数。</translation>
    </message>
    <message>
        <source>eps must be a number above 0, such as 1e-5.</source>
        <translation>eps 必须是大于 0 的数，例如 1e-5。</translation>
    </message>
    <message>
        <source>These weights would take %1, but only %2 may be used: make d_model or d_ff smaller.</source>
        <translation>这些权重将占用 %1，但最多只能使用 %2：请减小 d_model 或 d_ff。</translation>
    </message>
    <message>
        <source>%1 parameters · %2</source>
        <translation>%1 个参数 · %2</translation>
    </message>
    <message>
        <source>Random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>d_&amp;model</source>
        <translation>d_model(&amp;M)</translation>
    </message>
    <message>
        <source>d_&amp;ff</source>
        <translation>d_ff(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Initialisation</source>
        <translation>初始化(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>种子(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Activation</source>
        <translation>激活函数(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Norm</source>
        <translation>归一化(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Placement</source>
        <translation>归一化位置(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;eps</source>
        <translation>eps(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Gated</source>
        <translation>门控(&amp;G)</translation>
    </message>
    <message>
        <source>torch: the weights that torch.manual_seed(seed) followed by building the two Conv1d gives</source>
        <translation>torch：与先调用 torch.manual_seed(seed)、再创建两个 Conv1d 得到的权重相同</translation>
    </message>
    <message>
        <source>hidden = act(Wg·x + bg) · (W₁·x + b₁)</source>
        <translation>hidden = act(Wg·x + bg) · (W₁·x + b₁)</translation>
    </message>
    <message>
        <source>&amp;Draw weights</source>
        <translation>生成权重(&amp;D)</translation>
    </message>
    <message>
        <source>post: norm after the sum</source>
        <translation>post：求和之后归一化</translation>
    </message>
    <message>
        <source>pre: norm before the first matrix</source>
        <translation>pre：第一个矩阵之前归一化</translation>
    </message>
</context>
<context>
    <name>ffn::ui::Reference</name>
    <message>
        <source>the original, without edits</source>
        <translation>未编辑的原始结果</translation>
    </message>
    <message>
        <source>what was kept: %1</source>
        <translation>所保留的：%1</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>块 %1</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ResidualPanel</name>
    <message>
        <source>The stage %1 was not kept, so what the block adds is not known.</source>
        <translation>未保留阶段 %1，无法得知块所加的更新量。</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Length of the input</source>
        <translation>输入的模长</translation>
    </message>
    <message>
        <source>Length of what the block adds</source>
        <translation>块所加更新量的模长</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>比值</translation>
    </message>
    <message>
        <source>Cosine of x and f(x)</source>
        <translation>x 与 f(x) 的余弦</translation>
    </message>
    <message>
        <source>Cosine of x and x + f(x)</source>
        <translation>x 与 x + f(x) 的余弦</translation>
    </message>
    <message>
        <source>Residual</source>
        <translation>残差</translation>
    </message>
    <message>
        <source>Residual of each token</source>
        <translation>每个词元的残差</translation>
    </message>
    <message>
        <source>length</source>
        <translation>模长</translation>
    </message>
    <message>
        <source>Length of the input and of the update, by token</source>
        <translation>各词元的输入与更新量的模长</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Cosines of input, update and sum, by token</source>
        <translation>各词元的输入、更新量与和之间的余弦</translation>
    </message>
    <message numerus="yes">
        <source>Median over %n tokens</source>
        <translation>
            <numerusform>%n 个词元的中位数</numerusform>
        </translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
</context>
<context>
    <name>ffn::ui::SavingsPanel</name>
    <message>
        <source>Zeros save %1 of the second product now</source>
        <translation>目前零值可省去第二个乘积的 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>已看 %n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved: %1 of the second product&apos;s %2 multiplications, %3 of all %4.</source>
        <translation>省去：第二个乘积 %2 次乘法中的 %1，全部 %4 次中的 %3。</translation>
    </message>
    <message>
        <source>Error in the output: cosine %1 on average, %2 at worst; relative length %3.</source>
        <translation>输出的误差：余弦平均 %1，最差 %2；相对长度 %3。</translation>
    </message>
    <message>
        <source>%1 of the units are kept for no token.</source>
        <translation>%1 的单元对任何词元都未保留。</translation>
    </message>
    <message>
        <source>Error in the projection: cosine %1; relative length %2.</source>
        <translation>投影的误差：余弦 %1；相对长度 %2。</translation>
    </message>
    <message>
        <source>relative length of the error, %</source>
        <translation>误差的相对长度，%</translation>
    </message>
    <message>
        <source>1 − cosine, %</source>
        <translation>1 − 余弦，%</translation>
    </message>
    <message>
        <source>What sparsity would save</source>
        <translation>稀疏性能节省多少</translation>
    </message>
    <message>
        <source>What it would save</source>
        <translation>能节省多少</translation>
    </message>
    <message>
        <source>Drop hidden values with |value| ≤</source>
        <translation>舍去隐藏值，|值| ≤</translation>
    </message>
    <message>
        <source>Keep of each token the largest</source>
        <translation>每个词元只保留最大的</translation>
    </message>
    <message>
        <source>Which hidden values are dropped</source>
        <translation>舍去哪些隐藏值</translation>
    </message>
    <message>
        <source>How much is dropped</source>
        <translation>舍去多少</translation>
    </message>
    <message>
        <source>Further right more is dropped</source>
        <translation>越靠右舍去越多</translation>
    </message>
    <message>
        <source>Threshold, or how many values are kept</source>
        <translation>阈值，或保留的个数</translation>
    </message>
    <message>
        <source>Error in the output against multiplications saved</source>
        <translation>输出误差与省去的乘法</translation>
    </message>
    <message>
        <source>saved of the second product, %</source>
        <translation>第二个乘积省去，%</translation>
    </message>
    <message>
        <source>error, %</source>
        <translation>误差，%</translation>
    </message>
    <message>
        <source>%1 saved at %2: cosine %3, relative length of the error %4</source>
        <translation>取 %2 时省去 %1：余弦 %3，误差的相对长度 %4</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>What zeros would save needs the weights and the stages %1, %2 and %3.</source>
        <translation>计算零值能节省多少，需要权重和阶段“%1”“%2”“%3”。</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ScanDialog</name>
    <message>
        <source>Texts to scan</source>
        <translation>要扫描的文本</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Where the statistics are kept</source>
        <translation>统计数据的保存位置</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计数据</translation>
    </message>
    <message>
        <source>Add one or more text files first.</source>
        <translation>请先添加一个或多个文本文件。</translation>
    </message>
    <message>
        <source>Scanning…</source>
        <translation>正在扫描…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Stopped; what was counted is kept, and start goes on from there.</source>
        <translation>已停止；已统计的内容已保存，再次开始将从该处继续。</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Scan texts</source>
        <translation>扫描文本</translation>
    </message>
    <message>
        <source>&amp;Texts:</source>
        <translation>文本(&amp;T)：</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Keep in:</source>
        <translation>保存到(&amp;K)：</translation>
    </message>
    <message>
        <source>nowhere; give a file to stop and go on later</source>
        <translation>不保存；指定文件后可停止并稍后继续</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message numerus="yes">
        <source>%L1 tokens</source>
        <translation>
            <numerusform>%L1 个词元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%L1 lines</source>
        <translation>
            <numerusform>%L1 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in %2 seen · %L3 units: %L4 dead so far, %L5 rare, %L6 always on, %L7 of one token, %L8 of a position</source>
        <translation>已看 %2中的 %1 · %L3 个单元：%L4 个至今未激活，%L5 个罕见，%L6 个始终激活，%L7 个单一词元，%L8 个位置型</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ShortcutsDialog</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Plots of the panels</source>
        <translation>面板中的图</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Back to the cell before</source>
        <translation>返回上一个单元格</translation>
    </message>
    <message>
        <source>Go to the cell of the marked term</source>
        <translation>转到所选项的单元格</translation>
    </message>
    <message>
        <source>The point before or after</source>
        <translation>上一个或下一个点</translation>
    </message>
    <message>
        <source>A tenth back or on</source>
        <translation>后退或前进十分之一</translation>
    </message>
    <message>
        <source>The first or last point</source>
        <translation>第一个或最后一个点</translation>
    </message>
    <message>
        <source>The row above or below</source>
        <translation>上一行或下一行</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Table of keys</source>
        <translation>快捷键表</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>ffn::ui::SparsityPanel</name>
    <message>
        <source>The hidden stage was not kept, so there is nothing to count.</source>
        <translation>未保留隐藏层，无法统计。</translation>
    </message>
    <message>
        <source>%1 zero</source>
        <translation>%1 为零</translation>
    </message>
    <message>
        <source>%1 with |value| ≤ %2</source>
        <translation>%1 满足 |值| ≤ %2</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>已看 %n 个词元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n units never active</source>
        <translation>
            <numerusform>%n 个单元从未激活</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n always</source>
        <comment>units always active</comment>
        <translation>
            <numerusform>%n 个始终激活</numerusform>
        </translation>
    </message>
    <message>
        <source>A hidden unit is active on a token when its value is not exactly 0.</source>
        <translation>隐藏单元在某词元上的值不恰为 0 时，即为在该词元上激活。</translation>
    </message>
    <message>
        <source>%1 gives almost no exact zeros: here a hidden unit is active on a token when |value| &gt; %2.</source>
        <translation>%1 几乎不产生精确的零：此处以 |值| &gt; %2 判定隐藏单元在某词元上激活。</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>稀疏度</translation>
    </message>
    <message>
        <source>zero, %</source>
        <translation>零值占比，%</translation>
    </message>
    <message>
        <source>Share of inactive units by token</source>
        <translation>各词元的未激活单元比例</translation>
    </message>
    <message>
        <source>hidden units, most active first</source>
        <translation>隐藏单元，按激活比例降序</translation>
    </message>
    <message>
        <source>active, % of tokens</source>
        <translation>激活比例，词元的 %</translation>
    </message>
    <message>
        <source>Active fraction of each hidden unit, sorted</source>
        <translation>各隐藏单元的激活比例（已排序）</translation>
    </message>
    <message>
        <source>tokens seen</source>
        <translation>已看词元数</translation>
    </message>
    <message>
        <source>ever active, %</source>
        <translation>曾激活的比例，%</translation>
    </message>
    <message>
        <source>Share of units active at least once, by tokens seen</source>
        <translation>至少激活过一次的单元比例，随已看词元数变化</translation>
    </message>
    <message>
        <source>%1: %2 inactive</source>
        <translation>%1：%2 未激活</translation>
    </message>
    <message>
        <source>Unit %1: active on %2 of the tokens</source>
        <translation>单元 %1：在 %2 的词元上激活</translation>
    </message>
    <message numerus="yes">
        <source>%1 of the units were active on at least one of the first %n tokens</source>
        <translation>
            <numerusform>%1 的单元在前 %n 个词元中至少激活过一次</numerusform>
        </translation>
    </message>
    <message>
        <source>Per token: %1 of the units active on average, %2 to %3.</source>
        <comment>active fractions</comment>
        <translation>每个词元：平均有 %1 的单元激活，从 %2 到 %3。</translation>
    </message>
    <message numerus="yes">
        <source>Per sequence: %1 active at least once, mean of %n sequence(s).</source>
        <translation>
            <numerusform>每个序列：%1 至少激活一次，%n 个序列的平均。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Per corpus (this batch): %1 active at least once in %n token(s) seen.</source>
        <translation>
            <numerusform>整个语料（本批）：已看的 %n 个词元中 %1 至少激活一次。</numerusform>
        </translation>
    </message>
    <message>
        <source>Levels</source>
        <comment>of sparsity</comment>
        <translation>层次</translation>
    </message>
    <message numerus="yes">
        <source>%n NaN values count as active.</source>
        <translation>
            <numerusform>%n 个 NaN 值计为激活。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::TableView</name>
    <message>
        <source>Save the table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>CSV 表格</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 / %L2</translation>
    </message>
    <message>
        <source>Show lines with…</source>
        <translation>只显示包含…的行</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
</context>
<context>
    <name>ffn::ui::TensorView</name>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Heat map of the chosen tensor</source>
        <translation>所选张量的热图</translation>
    </message>
</context>
<context>
    <name>ffn::ui::TermModel</name>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message numerus="yes">
        <source>… and %n others</source>
        <translation>
            <numerusform>… 及其余 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>term</source>
        <translation>项</translation>
    </message>
    <message>
        <source>total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到 %1</translation>
    </message>
    <message>
        <source>what</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>factor</source>
        <translation>因子</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>= value</source>
        <translation>= 值</translation>
    </message>
    <message numerus="yes">
        <source>sum of %n terms</source>
        <translation>
            <numerusform>%n 项之和</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ffn::ui::ThresholdLine</name>
    <message>
        <source>&amp;Inactive when |value| ≤</source>
        <translation>视为未激活(&amp;I)：|值| ≤</translation>
    </message>
    <message>
        <source>Threshold of activity</source>
        <translation>激活阈值</translation>
    </message>
</context>
<context>
    <name>ffn::ui::ToolRow</name>
    <message numerus="yes">
        <source>%1, %n thread(s), last pass %2 ms</source>
        <translation>
            <numerusform>%1，%n 个线程，上次前向 %2 ms</numerusform>
        </translation>
    </message>
    <message>
        <source>Hidden states from %1</source>
        <translation>来自 %1 的隐藏状态</translation>
    </message>
    <message>
        <source>A saved snapshot</source>
        <translation>已保存的快照</translation>
    </message>
    <message>
        <source>Type a sentence; ⏎ starts another row of the batch</source>
        <translation>输入一个句子；按 ⏎ 开始批次的下一行</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Feed-forward block</source>
        <translation>前馈块</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>The sentence the block is fed with; the picture follows as you type</source>
        <translation>送入块的句子；图像随输入实时更新</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止（Esc）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>the model&apos;s</source>
        <translation>模型自带</translation>
    </message>
    <message>
        <source>words</source>
        <translation>按词</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>按字节</translation>
    </message>
    <message>
        <source>from a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>A capture: what each block got and computed</source>
        <translation>一份捕获：每个块得到和算出的内容</translation>
    </message>
    <message>
        <source>Captured states from %1</source>
        <translation>来自 %1 的捕获状态</translation>
    </message>
    <message>
        <source>Empty; shown is “%1”</source>
        <translation>未输入；现在显示的是“%1”</translation>
    </message>
    <message>
        <source>words (default)</source>
        <translation>按词（默认）</translation>
    </message>
    <message>
        <source>The model brings no tokeniser</source>
        <translation>模型没有自带分词器</translation>
    </message>
</context>
<context>
    <name>ffn::ui::UnitRulesPopup</name>
    <message>
        <source>Rules for the kinds of units</source>
        <translation>划分单元类别的规则</translation>
    </message>
    <message>
        <source>The first rule that holds names the kind. A unit active on no token seen is dead so far; one that no rule fits is other.</source>
        <translation>最先成立的规则决定类别。在已看词元上从未激活的单元暂属静默；没有规则适用的归为其他。</translation>
    </message>
    <message>
        <source>&amp;Always on: active on at least</source>
        <translation>始终激活(&amp;A)：激活比例至少</translation>
    </message>
    <message>
        <source>&amp;One token: of its active tokens the same one makes up</source>
        <translation>单一词元(&amp;O)：同一词元在其激活词元中至少占</translation>
    </message>
    <message>
        <source>&amp;Position: narrowest range with this share of its active tokens</source>
        <translation>位置(&amp;P)：取含其激活词元此比例的最窄区间</translation>
    </message>
    <message>
        <source>Position: active on at least this share of the tokens &amp;there</source>
        <translation>位置：在该区间词元上的激活比例至少(&amp;T)</translation>
    </message>
    <message>
        <source>Position: at most this share of all tokens is t&amp;here</source>
        <translation>位置：该区间至多占全部词元的(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Rare: active on at most</source>
        <translation>罕见(&amp;R)：激活比例至多</translation>
    </message>
    <message>
        <source>One token, position: active on at &amp;least so many tokens</source>
        <translation>单一词元、位置：至少激活的词元数(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Back to the usual numbers</source>
        <translation>恢复常用数值(&amp;B)</translation>
    </message>
    <message>
        <source>Position: each place there was &amp;seen on average at least so often</source>
        <translation>位置：该区间各处平均至少出现的次数(&amp;S)</translation>
    </message>
</context>
<context>
    <name>ffn::ui::UnitsPanel</name>
    <message>
        <source>The hidden stage was not kept, so its units are not known.</source>
        <translation>未保留隐藏层，无法得知其单元。</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens seen</source>
        <translation>
            <numerusform>已看 %n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>active: |value| &gt; %1</source>
        <translation>激活：|值| &gt; %1</translation>
    </message>
    <message>
        <source>active: not exactly 0</source>
        <translation>激活：不恰为 0</translation>
    </message>
    <message numerus="yes">
        <source>%n hidden units</source>
        <translation>
            <numerusform>%n 个隐藏单元</numerusform>
        </translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>active</source>
        <translation>激活比例</translation>
    </message>
    <message>
        <source>Share of the tokens the unit is active on</source>
        <translation>该单元激活的词元所占比例</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Mean value over the tokens</source>
        <translation>各词元上的平均值</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Hidden units</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>%1 of %2 hidden units</source>
        <translation>%2 个隐藏单元中的 %1 个</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>top tokens</source>
        <translation>首要词元</translation>
    </message>
    <message>
        <source>The tokens with the largest |value|, largest first</source>
        <translation>|值| 最大的词元，从大到小</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>By the rules behind the button Rules…</source>
        <translation>按“规则…”按钮中的规则</translation>
    </message>
    <message>
        <source>‖in‖</source>
        <translation>‖入‖</translation>
    </message>
    <message>
        <source>Length of the unit&apos;s row of W₁: what it looks for</source>
        <translation>该单元在 W₁ 中的行的长度：它寻找什么</translation>
    </message>
    <message>
        <source>‖gate‖</source>
        <translation>‖门‖</translation>
    </message>
    <message>
        <source>Length of the unit&apos;s row of the gate matrix</source>
        <translation>该单元在门控矩阵中的行的长度</translation>
    </message>
    <message>
        <source>‖out‖</source>
        <translation>‖出‖</translation>
    </message>
    <message>
        <source>Length of the unit&apos;s column of W₂: what it writes</source>
        <translation>该单元在 W₂ 中的列的长度：它写入什么</translation>
    </message>
    <message>
        <source>position</source>
        <comment>before a range in the filter line</comment>
        <translation>位置</translation>
    </message>
    <message>
        <source>only</source>
        <comment>before a word in the filter line</comment>
        <translation>仅</translation>
    </message>
    <message>
        <source>dead so far</source>
        <translation>暂属静默</translation>
    </message>
    <message>
        <source>always on</source>
        <translation>始终激活</translation>
    </message>
    <message>
        <source>one token</source>
        <translation>单一词元</translation>
    </message>
    <message>
        <source>position</source>
        <comment>a kind of unit</comment>
        <translation>位置</translation>
    </message>
    <message>
        <source>rare</source>
        <translation>罕见</translation>
    </message>
    <message>
        <source>other</source>
        <comment>a kind of unit</comment>
        <translation>其他</translation>
    </message>
    <message>
        <source>Filter the units</source>
        <translation>筛选单元</translation>
    </message>
    <message>
        <source>Filter: the · only the · rare · position 0-3 · 17 30-40</source>
        <translation>筛选：the · 仅 the · 罕见 · 位置 0-3 · 17 30-40</translation>
    </message>
    <message>
        <source>the: a top token begins with it; &quot;the&quot;: is it
only the: nearly all its active tokens are that one
dead, rare, always on, one token, position, other: units of that kind
position 0-3: active nowhere but there
17 30-40: units by number
Words of one sort are alternatives; different sorts must all hold.</source>
        <translation>the：某个首要词元以它开头；&quot;the&quot;：正是它
仅 the：其激活词元几乎都是它
暂属静默、罕见、始终激活、单一词元、位置、其他：该类单元
位置 0-3：只在该处激活
17 30-40：按编号
同类条件满足其一即可；不同类条件须同时满足。</translation>
    </message>
    <message>
        <source>Kind of unit</source>
        <translation>单元类别</translation>
    </message>
    <message>
        <source>R&amp;ules…</source>
        <translation>规则(&amp;U)…</translation>
    </message>
    <message>
        <source>The numbers that part the kinds of units</source>
        <translation>划分单元类别的数值</translation>
    </message>
</context>
<context>
    <name>ffn::ui::WaterfallPanel</name>
    <message>
        <source>Point at a cell to see how it came about.</source>
        <translation>指向一个单元格，查看其值的由来。</translation>
    </message>
    <message>
        <source>How a cell came about needs the weights and the stages from input to output.</source>
        <translation>查看单元格的由来需要权重和从输入到输出的各阶段。</translation>
    </message>
    <message>
        <source>Output of %1, unit %2, step by step</source>
        <translation>%1 的输出，单元 %2，逐步</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>What this step adds</source>
        <translation>此步所加的值</translation>
    </message>
    <message>
        <source>total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>The sum so far</source>
        <translation>至此之和</translation>
    </message>
    <message>
        <source>x</source>
        <comment>the block&apos;s input</comment>
        <translation>x</translation>
    </message>
    <message>
        <source>bias of W₂</source>
        <translation>W₂ 的偏置</translation>
    </message>
    <message>
        <source>unit %1</source>
        <translation>单元 %1</translation>
    </message>
    <message>
        <source>all other units</source>
        <translation>其余所有单元</translation>
    </message>
    <message>
        <source>− mean</source>
        <translation>− 均值</translation>
    </message>
    <message>
        <source>× gain</source>
        <translation>× 增益</translation>
    </message>
    <message>
        <source>+ bias of the norm</source>
        <translation>+ 归一化的偏置</translation>
    </message>
    <message>
        <source>Waterfall of one output cell</source>
        <translation>一个输出单元格的瀑布图</translation>
    </message>
    <message>
        <source>One cell</source>
        <translation>单个单元格</translation>
    </message>
    <message>
        <source>Steps from the input to the output cell</source>
        <translation>从输入到输出单元格的各步</translation>
    </message>
    <message>
        <source>the second norm&apos;s mean and bias</source>
        <translation>第二个归一化的均值和偏置</translation>
    </message>
</context>
<context>
    <name>ffn::ui::WordChangeView</name>
    <message>
        <source>“%1” loses most, %2 → %3</source>
        <translation>“%1”下降最多，%2 → %3</translation>
    </message>
    <message>
        <source>“%1” gains most, %2 → %3</source>
        <translation>“%1”上升最多，%2 → %3</translation>
    </message>
    <message>
        <source>The edits change no word of token %1.</source>
        <translation>编辑没有改变词元%1的任何词。</translation>
    </message>
    <message>
        <source>The edits, at token %1: %2.</source>
        <translation>编辑对词元%1的影响：%2。</translation>
    </message>
    <message>
        <source>was, %</source>
        <translation>原为 %</translation>
    </message>
    <message>
        <source>is, %</source>
        <translation>现为 %</translation>
    </message>
    <message>
        <source>loses</source>
        <translation>下降</translation>
    </message>
    <message>
        <source>gains</source>
        <translation>上升</translation>
    </message>
    <message>
        <source>Words that the edits make less and more likely</source>
        <translation>编辑使之更不可能和更可能的词</translation>
    </message>
    <message>
        <source>Compared: the pass with the edits and the same one without. Probabilities are the softmax of the output times %1; blocks after this one are not computed.</source>
        <translation>比较的是带编辑与不带编辑的同一次计算。概率是输出乘以 %1 后的 softmax；此块之后的块不计算。</translation>
    </message>
    <message>
        <source>&amp;Jump to %1, which they change most</source>
        <translation>转到受影响最大的%1(&amp;J)</translation>
    </message>
</context>
<context>
    <name>ffn::ui::WordsPanel</name>
    <message>
        <source>Without weights nothing is known of what units read and write.</source>
        <translation>没有权重，就无从得知单元读取和写入什么。</translation>
    </message>
    <message>
        <source>There are no words: the input is no text that was embedded here.</source>
        <translation>没有词语：输入不是在此嵌入的文本。</translation>
    </message>
    <message>
        <source>The embeddings are random, so no words can be read from them. The menu beside the tokeniser opens a table of embeddings.</source>
        <translation>嵌入是随机的，因此无法从中读出词语。分词器旁的菜单可以打开嵌入表。</translation>
    </message>
    <message>
        <source>Point at a cell to see it in words.</source>
        <translation>指向一个单元格即可用词语来看它。</translation>
    </message>
    <message>
        <source>looks for</source>
        <translation>寻找</translation>
    </message>
    <message>
        <source>opens on</source>
        <translation>打开于</translation>
    </message>
    <message>
        <source>promotes</source>
        <translation>促进</translation>
    </message>
    <message>
        <source>suppresses</source>
        <translation>抑制</translation>
    </message>
    <message>
        <source>Hidden unit %1 in words</source>
        <translation>用词语看隐藏单元 %1</translation>
    </message>
    <message>
        <source>before the block</source>
        <translation>块之前</translation>
    </message>
    <message>
        <source>after the block</source>
        <translation>块之后</translation>
    </message>
    <message>
        <source>Token %1: the nearest words</source>
        <translation>词元 %1：最接近的词语</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词语</translation>
    </message>
    <message>
        <source>Words of the hidden unit</source>
        <translation>隐藏单元的词语</translation>
    </message>
    <message>
        <source>Words of the token</source>
        <translation>词元的词语</translation>
    </message>
    <message>
        <source>Words come in by %1 and go out by %2. Looking for and nearness are cosines, promoting and suppressing products.</source>
        <translation>词语经 %1 进入，经 %2 输出。“寻找”和“最接近”用余弦，“促进”和“抑制”用内积。</translation>
    </message>
    <message>
        <source>cos</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Delete, here or in the heat map, sets the unit to 0 and shows which words lose by it.</source>
        <translation>在此处或热图中按 Delete，即把该单元设为 0，并显示哪些词因此下降。</translation>
    </message>
</context>
<context>
    <name>ffn::ui::WritersPanel</name>
    <message>
        <source>Point at a token to see which units write its update.</source>
        <translation>指向一个词元，查看哪些单元写出它的更新。</translation>
    </message>
    <message>
        <source>Update of %1</source>
        <translation>%1 的更新</translation>
    </message>
    <message>
        <source>Along f(x) also: bias %1, all other units together %2.</source>
        <translation>沿 f(x) 另有：偏置 %1，其余单元合计 %2。</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Hidden value of the unit on this token</source>
        <translation>该单元在此词元上的隐藏值</translation>
    </message>
    <message>
        <source>‖out‖</source>
        <translation>‖出‖</translation>
    </message>
    <message>
        <source>Length of the unit&apos;s column of W₂: what it writes</source>
        <translation>该单元在 W₂ 中的列的长度：它写入什么</translation>
    </message>
    <message>
        <source>written</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>|value| · ‖out‖: how long what it writes is</source>
        <translation>|值| · ‖出‖：它所写向量的长度</translation>
    </message>
    <message>
        <source>along f(x)</source>
        <translation>沿 f(x)</translation>
    </message>
    <message>
        <source>How far along the update, negative against it; with bias and the other units they add up to ‖f(x)‖</source>
        <translation>沿更新方向的长度，反向为负；与偏置及其余单元相加得 ‖f(x)‖</translation>
    </message>
    <message>
        <source>Units that write the update</source>
        <translation>写出更新的单元</translation>
    </message>
    <message>
        <source>Writers</source>
        <translation>写入单元</translation>
    </message>
    <message>
        <source>Largest along the update first</source>
        <translation>沿更新方向最大的在前</translation>
    </message>
    <message>
        <source>Largest by length first</source>
        <translation>长度最大的在前</translation>
    </message>
    <message>
        <source>Order of the units</source>
        <translation>单元的次序</translation>
    </message>
    <message>
        <source>Units that write most into the token&apos;s update</source>
        <translation>对该词元的更新写入最多的单元</translation>
    </message>
    <message>
        <source>Which units write the update needs the weights and the stages %1 and %2.</source>
        <translation>查看哪些单元写出更新，需要权重和阶段“%1”“%2”。</translation>
    </message>
</context>
</TS>
